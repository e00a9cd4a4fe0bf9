/**
 * The map: the desktop's layers over borders alone, in a page of its own.
 *
 * Loaded when the rest of the page stands, because it is most of what has to be transferred.
 */
import L from 'leaflet';
import type { SetMarks } from '../bridge/message';
import { toDegrees, toWorld } from '../core/projection';
import { AreaLayer } from '../leaflet/area_layer';
import { AreaPaths } from '../leaflet/area_paths';
import { toLatLng } from '../leaflet/degrees';
import { Hint } from '../leaflet/hint';
import { Icons } from '../leaflet/icon';
import { Interaction } from '../leaflet/interaction';
import { Legend } from '../leaflet/legend';
import { createMap, isCalm } from '../leaflet/map';
import { MarkLayer } from '../leaflet/mark_layer';
import { NameLayer } from '../leaflet/name_layer';
import { watchView } from '../leaflet/view';
import { type Borders, landOf } from './answer';
import { mapTexts, mapTheme } from './map_look';

export interface Viewport {
  /** West, south, east, north in degrees, as the store takes a box. */
  readonly bbox: string;
  readonly zoom: number;
}

export interface MapListeners {
  onMoved(view: Viewport): void;
  onReportChosen(number: string): void;
  /** Once the marks of a set are drawn. */
  onPainted(marks: number): void;
}

/** Zooms by one step at least when a bubble is opened. */
const OPEN_STEP = 2;

export class MapView {
  private readonly map: L.Map;
  private readonly paths = new AreaPaths();
  private readonly areas: AreaLayer;
  private readonly names: NameLayer;
  private readonly marks: MarkLayer;
  private readonly legend: Legend;
  private readonly interaction: Interaction;
  private readonly dark = window.matchMedia('(prefers-color-scheme: dark)');
  private readonly restyle = () => this.setStyle();
  private readonly icons = new Icons(() => this.marks.redraw(), '/assets/icons');

  constructor(element: HTMLElement, bounds: Bounds | null, listeners: MapListeners) {
    const [texts, theme] = [mapTexts(), mapTheme()];
    this.map = createMap(element);
    this.areas = new AreaLayer(theme, this.paths, () => undefined);
    this.names = new NameLayer(theme);
    this.marks = new MarkLayer(
      { theme, language: texts.language, icons: this.icons },
      isCalm(),
      ({ marks }) => listeners.onPainted(marks),
    );
    this.legend = new Legend(texts, theme, () => undefined);
    const hint = new Hint(element, texts, theme);
    this.interaction = new Interaction(
      this.map,
      this.marks,
      { hintAt: () => undefined },
      hint,
      {
        onReportChosen: listeners.onReportChosen,
        onReportHovered: () => undefined,
        onClusterOpened: ({ x, y }) => {
          const zoom = Math.min(this.map.getZoom() + OPEN_STEP, this.map.getMaxZoom());
          this.map.setView(toLatLng(toDegrees({ x, y })), zoom);
        },
      },
      () => false,
    );
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', `${texts.map_name}. ${texts.keys}`);
    L.control
      .zoom({ position: 'topright', zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out })
      .addTo(this.map);
    for (const layer of [this.areas, this.names, this.marks, this.legend]) layer.addTo(this.map);
    if (bounds !== null) this.fit(bounds, false);
    watchView(this.map, ({ west, south, east, north, zoom }) =>
      listeners.onMoved({
        bbox: [west, south, east, north].map((each) => each.toFixed(4)).join(),
        zoom,
      }),
    );
    this.dark.addEventListener('change', this.restyle);
  }

  setBorders(borders: Borders): void {
    this.paths.setLand(landOf(borders));
    this.areas.redraw();
    this.names.setAreas(this.paths.areas);
  }

  setMarks(message: SetMarks): void {
    this.marks.setMarks(message);
    this.names.setMarks(this.marks.marks);
    this.legend.setMarks(this.marks.marks);
    this.interaction.refresh();
  }

  /** Marks a report; moves there if it is not in view. */
  select(number: string, place: { readonly lon: number; readonly lat: number } | undefined): void {
    const at = place === undefined ? undefined : toLatLng(place);
    const world = place === undefined ? { x: 0, y: 0 } : toWorld(place);
    this.marks.setSelection({
      kind: 'set_selection',
      report: number,
      ...world,
      placed: at !== undefined,
    });
    if (at !== undefined && !this.map.getBounds().pad(-0.1).contains(at)) {
      this.map.setView(at, Math.max(this.map.getZoom(), 15));
    }
  }

  /** Shows a box: west, south, east, north in degrees. */
  fit(bounds: Bounds, animate = true): void {
    const [west, south, east, north] = bounds;
    this.map.fitBounds(
      L.latLngBounds(toLatLng({ lon: west, lat: south }), toLatLng({ lon: east, lat: north })),
      { animate: animate && !isCalm(), padding: L.point(24, 24) },
    );
  }

  /** Shows an area, if its border is known. */
  fitArea(code: string): void {
    const area = this.paths.areas.find((each) => each.code === code);
    if (area === undefined) return;
    const { west, north, east, south } = area.box;
    const [low, high] = [toDegrees({ x: west, y: south }), toDegrees({ x: east, y: north })];
    this.fit([low.lon, low.lat, high.lon, high.lat]);
  }

  /** The box around its element has another size. */
  resize(): void {
    this.map.invalidateSize();
  }

  remove(): void {
    this.dark.removeEventListener('change', this.restyle);
    this.map.remove();
  }

  private setStyle(): void {
    const [texts, theme] = [mapTexts(), mapTheme()];
    this.areas.setTheme(theme);
    this.names.setTheme(theme);
    this.marks.setStyle({ theme, language: texts.language, icons: this.icons });
    this.legend.setStyle(texts, theme);
  }
}

export type Bounds = readonly [number, number, number, number];
