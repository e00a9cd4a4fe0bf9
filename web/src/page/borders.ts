/** The city's borders on small maps, with names of areas: without streets they are what one finds one's way by. */
import L from 'leaflet';
import { toLatLng } from '../leaflet/degrees';
import { ask } from './door';

/** As `/v1/public/areas` tells them. */
export interface Borders {
  /** Steps a degree. */
  readonly grid: number;
  readonly areas: readonly BorderArea[];
}

interface BorderArea {
  readonly name: string;
  /** 0 is the finest level. */
  readonly rank: number;
  /** Middle and radius, in steps. */
  readonly label: readonly [number, number, number];
  /** Each the first point, then differences, longitude and latitude in turn. */
  readonly rings: readonly (readonly number[])[];
}

const NAMES_FROM_ZOOM = 13;
const WIDTH_BY_RANK = [1, 2, 3];

/** Throws Refusal and Unreachable, and an AbortError where the signal said so. */
export function readBorders(signal: AbortSignal): Promise<Borders> {
  return ask<Borders>('GET', '/v1/public/areas', { signal });
}

/** Draws borders below the pins of a map. */
export function drawBorders(map: L.Map, told: Borders): void {
  const color = getComputedStyle(map.getContainer()).getPropertyValue('color');
  const renderer = L.canvas({ padding: 0.5 });
  for (const { rank, rings } of told.areas) {
    const lines = rings.map((ring) => pointsOf(ring, told.grid));
    const weight = WIDTH_BY_RANK[rank] ?? WIDTH_BY_RANK.length;
    L.polygon(lines, { renderer, color, weight, fill: false, interactive: false }).addTo(map);
  }
  const names = L.layerGroup(
    told.areas.filter(({ rank }) => rank === 0).map((area) => nameOf(area, told.grid)),
  );
  const look = () => {
    if (map.getZoom() >= NAMES_FROM_ZOOM) names.addTo(map);
    else names.remove();
  };
  map.on('zoomend', look);
  look();
}

/** Exported for its test. */
export function pointsOf(ring: readonly number[], grid: number): L.LatLng[] {
  const points: L.LatLng[] = [];
  let [lon, lat] = [0, 0];
  for (let at = 0; at + 1 < ring.length; at += 2) {
    lon += ring[at] ?? 0;
    lat += ring[at + 1] ?? 0;
    points.push(toLatLng({ lon: lon / grid, lat: lat / grid }));
  }
  return points;
}

function nameOf({ name, label: [lon, lat] }: BorderArea, grid: number): L.Layer {
  const said = document.createElement('span');
  said.textContent = name;
  return L.tooltip({
    permanent: true,
    direction: 'center',
    className: 'area-name',
    pane: 'names', // below the pins: a name must not lie over what is tapped
    interactive: false,
  })
    .setLatLng(toLatLng({ lon: lon / grid, lat: lat / grid }))
    .setContent(said);
}
