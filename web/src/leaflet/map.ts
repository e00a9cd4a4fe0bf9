/** Makes the bare map: its projection, its ways of moving, the order of its layers. */
import L from 'leaflet';
import { toLatLng } from './degrees';

/** Jakarta at a zoom that shows the whole city, until the desktop says which place to show. */
const FIRST_VIEW = { place: { lon: 106.83, lat: -6.2 }, zoom: 11 } as const;

/** From the ground up; Leaflet's own pane for tiles lies after the first, those for popups above all. */
const PANES = {
  ground: 150,
  areas: 400,
  overlays: 401,
  names: 402,
  marks: 403,
  sketch: 404,
} as const;

const OPTIONS: L.MapOptions = {
  minZoom: 4,
  maxZoom: 19, // 30 cm a pixel at the equator
  zoomSnap: 0.25, // so that a fitted view wastes little room
  zoomDelta: 1,
  wheelPxPerZoomLevel: 90,
  zoomControl: false,
  attributionControl: false,
  keyboardPanDelta: 120,
  bounceAtZoomLimits: false,
};

/**
 * Creates the map with a pane for each of our layers.
 *
 * @param element must have a size, else the map stays empty
 */
export function createMap(element: HTMLElement): L.Map {
  const map = L.map(element, { ...OPTIONS, zoomAnimation: !isCalm(), fadeAnimation: false });
  for (const [name, order] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(order);
    pane.classList.add('map-passive');
  }
  return map.setView(toLatLng(FIRST_VIEW.place), FIRST_VIEW.zoom);
}

/** Whether somebody wants to see nothing move that need not. */
export function isCalm(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
