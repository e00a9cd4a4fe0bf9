/** A small map: the borders of the areas around, as the public map has them, and one pin. */
import L from 'leaflet';
import type { Degrees } from '../core/projection';
import { toLatLng } from '../leaflet/degrees';
import { createMap } from '../leaflet/map';
import { ask } from '../page/door';

const CLOSEST = 17;
const PIN_PX = 28;

interface Borders {
  /** Steps a degree. */
  readonly grid: number;
  readonly areas: readonly {
    readonly code: string;
    readonly name: string;
    readonly rank: number;
    /** First point, then differences; longitude and latitude in turn. */
    readonly rings: readonly (readonly number[])[];
  }[];
}

/**
 * Draws it.
 *
 * @param element with a size
 * @param at where the pin stands
 * @param own code of the area that is brought into view, if its border is known
 * @returns the map, to be removed by whoever asked
 */
export async function drawPlace(
  element: HTMLElement,
  at: Degrees,
  own: string | null,
): Promise<L.Map> {
  const map = createMap(element);
  map.setView(toLatLng(at), CLOSEST, { animate: false });
  L.control.zoom({ position: 'topright' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const icon = L.divIcon({ className: 'pin', iconSize: [PIN_PX, PIN_PX] });
  L.marker(toLatLng(at), { icon, interactive: false, keyboard: false }).addTo(map);
  const { grid, areas } = await ask<Borders>('GET', '/v1/public/areas');
  for (const { code, name, rank, rings } of areas) {
    if (rank !== 0) continue;
    const shape = L.polygon(
      rings.map((ring) => pointsOf(ring, grid)),
      { className: code === own ? 'border border-own' : 'border', interactive: false },
    );
    shape
      .addTo(map)
      .bindTooltip(name, { permanent: true, direction: 'center', className: 'border-name' });
    if (code === own) map.fitBounds(shape.getBounds(), { animate: false, maxZoom: CLOSEST });
  }
  if (!map.getBounds().contains(toLatLng(at))) map.panTo(toLatLng(at), { animate: false });
  return map;
}

function pointsOf(ring: readonly number[], grid: number): L.LatLng[] {
  const points: L.LatLng[] = [];
  let lon = 0;
  let lat = 0;
  for (let place = 0; place + 1 < ring.length; place += 2) {
    lon += ring[place] ?? 0;
    lat += ring[place + 1] ?? 0;
    points.push(toLatLng({ lon: lon / grid, lat: lat / grid }));
  }
  return points;
}
