/** A small map with numbered pins, on the desktop's map code: its projection, its ways of moving. */
import L from 'leaflet';
import { toLatLng } from '../leaflet/degrees';
import { createMap } from '../leaflet/map';
import { type Borders, drawBorders, readBorders } from '../page/borders';
import { choice, keepChoice } from './keep';

/** One pin: a job in its place of the list. */
export interface JobPin {
  readonly place: number;
  /** Degrees, WGS 84. */
  readonly lon: number;
  readonly lat: number;
  /** Said by screen readers and shown as a hint. */
  readonly name: string;
  /** Where a tap leads. */
  readonly address: string;
}

const SIZE_PX = 48; // for a thumb in a glove
const CLOSEST = 16;
const BORDERS = 'borders';

export class PinMap {
  private readonly map: L.Map;
  private readonly pins = L.layerGroup();
  private readonly gone = new AbortController();
  private fitted = false;

  constructor(element: HTMLElement, name: string) {
    this.map = createMap(element);
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', name);
    this.pins.addTo(this.map);
    void this.drawGround();
  }

  /** Shows pins; the first ones are brought into view, later ones leave the view as it is. */
  setPins(pins: readonly JobPin[]): void {
    this.pins.clearLayers();
    for (const pin of pins) this.pins.addLayer(markerOf(pin));
    if (this.fitted || pins.length === 0) return;
    this.fitted = true;
    this.map.fitBounds(L.latLngBounds(pins.map(toLatLng)), {
      padding: [SIZE_PX, SIZE_PX],
      maxZoom: CLOSEST,
      animate: false,
    });
  }

  close(): void {
    this.gone.abort();
    this.map.remove();
  }

  /** The borders as they are, or as they were when there was a network last. */
  private async drawGround(): Promise<void> {
    const borders = await readBorders(this.gone.signal).catch(() => choice<Borders>(BORDERS));
    if (borders === undefined) return;
    await keepChoice(BORDERS, borders);
    if (!this.gone.signal.aborted) drawBorders(this.map, borders);
  }
}

function markerOf(pin: JobPin): L.Marker {
  const face = document.createElement('span');
  face.textContent = String(pin.place);
  const icon = L.divIcon({ className: 'pin', html: face, iconSize: [SIZE_PX, SIZE_PX] });
  const marker = L.marker(toLatLng(pin), { icon, title: pin.name });
  // What stands on a pin is its number; a title alone would not be read instead.
  marker.on('add', () => marker.getElement()?.setAttribute('aria-label', pin.name));
  marker.on('click', () => {
    window.location.hash = pin.address;
  });
  return marker;
}
