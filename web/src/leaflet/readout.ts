/** The line at the map's foot: scale, the area and the place under the pointer, notes on the borders. */
import L from 'leaflet';
import type { Texts } from '../bridge/message';
import { type Area, areaAt } from '../core/area';
import { toWorld } from '../core/projection';
import { formatPlace } from '../core/text';
import { fromLatLng } from './degrees';

export class Readout extends L.Control {
  private readonly areaName = document.createElement('span');
  private readonly place = document.createElement('span');
  private readonly note = document.createElement('span');
  private readonly box = document.createElement('div');
  private areas: readonly Area[] = [];
  private missing = false;
  private pointer: L.LatLng | undefined;
  private asked = 0;

  constructor(private texts: Texts) {
    super({ position: 'bottomleft' });
    this.areaName.className = 'map-readout-area';
    this.place.className = 'map-readout-place';
    this.note.className = 'map-readout-note';
    this.box.className = 'map-readout';
    this.box.append(this.areaName, this.place, this.note);
  }

  override onAdd(map: L.Map): HTMLElement {
    map.on('mousemove', (event: L.LeafletMouseEvent) => this.point(event.latlng));
    map.on('mouseout', () => this.point(undefined));
    this.write();
    return this.box;
  }

  setTexts(texts: Texts): void {
    this.texts = texts;
    this.write();
  }

  setAreas(areas: readonly Area[], missing: boolean): void {
    this.areas = areas;
    this.missing = missing;
    this.write();
  }

  private point(pointer: L.LatLng | undefined): void {
    this.pointer = pointer;
    if (this.asked !== 0) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.write();
    });
  }

  private write(): void {
    const degrees = this.pointer && fromLatLng(this.pointer);
    const area = degrees && areaAt(this.areas, toWorld(degrees));
    this.areaName.textContent = area?.name ?? '';
    this.place.textContent = degrees ? formatPlace(degrees, this.texts) : '';
    const approximate = this.areas.some((each) => each.approximate);
    this.note.textContent = this.missing
      ? this.texts.areas_missing
      : approximate
        ? this.texts.approximate
        : '';
    for (const part of [this.areaName, this.place, this.note]) part.hidden = !part.textContent;
    this.box.hidden = this.areaName.hidden && this.place.hidden && this.note.hidden;
  }
}
