/**
 * Drawing and measuring by hand.
 *
 * Draw: clicks set corners, a double click or Enter ends, Backspace takes the last one back, Escape gives up;
 * dragging with Shift draws a rectangle. A drawn area stays and its corners can be dragged; while they are,
 * the desktop filters, and hears of the next place when it has answered the last. Measure: clicks set the
 * places of a line; from three on the area between them is told as well.
 */
import type L from 'leaflet';
import type { MapTheme, SetTool, Texts, ToolEnded } from '../bridge/message';
import { areaM2, formatArea, formatLength, lengthM } from '../core/geodesy';
import type { Degrees } from '../core/projection';
import {
  cornersOf,
  dragged,
  flatCorners,
  type Grip,
  gripAt,
  LEAST_CORNERS,
  rectangle,
} from '../core/sketch';
import { fill } from '../core/text';
import { fromLatLng, toLatLng } from './degrees';
import { SketchLayer } from './sketch_layer';

export type Tool = SetTool['tool'];

export interface SketchListeners {
  onAreaDrawn(corners: readonly number[]): void;
  onToolEnded(tool: ToolEnded['tool']): void;
}

interface Drag {
  readonly grip: Grip;
  readonly before: readonly Degrees[];
}

export class Sketch {
  private readonly layer: SketchLayer;
  private readonly told = document.createElement('div');
  private tool: Tool = 'none';
  private drawn: readonly Degrees[] = [];
  private corners: readonly Degrees[] = [];
  private pointer: Degrees | undefined;
  private drag: Drag | undefined;
  private box: Degrees | undefined;
  private isFinished = false;
  private unanswered = false;
  private next: readonly Degrees[] | undefined;
  private wasHeld = false;

  constructor(
    private readonly map: L.Map,
    private texts: Texts,
    theme: MapTheme,
    private readonly listeners: SketchListeners,
  ) {
    this.layer = new SketchLayer(theme);
    this.told.className = 'map-measure';
    this.told.setAttribute('role', 'status');
    map.getContainer().append(this.told);
    map.on('mousedown', (event: L.LeafletMouseEvent) => this.onDown(event));
    map.on('mousemove', (event: L.LeafletMouseEvent) => this.onMove(event));
    map.on('click', (event: L.LeafletMouseEvent) => this.onClick(event));
    map.on('dblclick', () => this.finish());
    document.addEventListener('mouseup', () => this.onUp());
    map.getContainer().addEventListener('keydown', (event) => this.onKey(event), true);
    this.show();
  }

  /** Whether the pointer belongs to a tool, or holds a corner. */
  get isBusy(): boolean {
    return this.tool !== 'none' || this.drag !== undefined || this.wasHeld;
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    this.layer.setTheme(theme);
    this.show();
  }

  setTool(tool: Tool): void {
    this.tool = tool;
    this.corners = [];
    this.pointer = undefined;
    this.isFinished = false;
    const isOff = tool === 'none';
    this.map.getContainer().classList.toggle('map-sketching', !isOff);
    for (const handler of [this.map.doubleClickZoom, this.map.boxZoom]) {
      if (isOff) handler.enable();
      else handler.disable();
    }
    this.show();
  }

  /** The area that filters; while a corner is held, only the answer to its last place. */
  setDrawn(flat: readonly number[]): void {
    this.unanswered = false;
    if (this.next !== undefined) {
      const next = this.next;
      this.next = undefined;
      this.tellDrawn(next);
    } else if (this.drag === undefined && this.box === undefined) {
      this.drawn = cornersOf(flat);
    }
    this.show();
  }

  private onDown({ latlng, containerPoint, originalEvent }: L.LeafletMouseEvent): void {
    if (originalEvent.button !== 0) return;
    if (this.tool === 'draw' && originalEvent.shiftKey) {
      this.box = fromLatLng(latlng);
      this.map.dragging.disable();
      return;
    }
    if (this.tool !== 'none') return;
    const grip = gripAt(
      this.drawn.map((corner) => this.map.latLngToContainerPoint(toLatLng(corner))),
      containerPoint,
    );
    if (grip === undefined) return;
    this.drag = { grip, before: this.drawn };
    this.map.dragging.disable();
  }

  private onMove({ latlng }: L.LeafletMouseEvent): void {
    const place = fromLatLng(latlng);
    if (this.drag !== undefined) {
      this.drawn = dragged(this.drag.before, this.drag.grip, place);
      this.tellDrawn(this.drawn);
    } else if (this.box !== undefined) {
      this.drawn = rectangle(this.box, place);
      this.tellDrawn(this.drawn);
    } else if (this.tool !== 'none' && !this.isFinished) {
      this.pointer = place;
    } else {
      return;
    }
    this.show();
  }

  private onUp(): void {
    if (this.drag === undefined && this.box === undefined) return;
    const wasBox = this.box !== undefined;
    this.drag = undefined;
    this.box = undefined;
    this.map.dragging.enable();
    // The click that follows on a release belongs to nobody else.
    this.wasHeld = true;
    setTimeout(() => {
      this.wasHeld = false;
    });
    if (wasBox) this.end('draw');
  }

  private onClick({ latlng }: L.LeafletMouseEvent): void {
    if (this.tool === 'none' || this.wasHeld) return;
    if (this.isFinished) {
      this.corners = [];
      this.isFinished = false;
    }
    const place = fromLatLng(latlng);
    const last = this.corners.at(-1);
    // The second click of a double click is at the place of the first.
    if (last === undefined || last.lon !== place.lon || last.lat !== place.lat) {
      this.corners = [...this.corners, place];
    }
    this.show();
  }

  private onKey(event: KeyboardEvent): void {
    if (this.tool === 'none') return;
    if (event.key === 'Enter') this.finish();
    else if (event.key === 'Escape') this.end(this.tool);
    else if (event.key === 'Backspace') this.corners = this.corners.slice(0, -1);
    else return;
    this.show();
    event.preventDefault();
    event.stopPropagation();
  }

  private finish(): void {
    if (this.tool === 'measure') {
      this.isFinished = true;
      this.pointer = undefined;
      this.show();
    }
    if (this.tool !== 'draw' || this.corners.length < LEAST_CORNERS) return;
    this.drawn = this.corners;
    this.tellDrawn(this.drawn);
    this.end('draw');
  }

  private end(tool: ToolEnded['tool']): void {
    this.setTool('none');
    this.listeners.onToolEnded(tool);
  }

  private tellDrawn(corners: readonly Degrees[]): void {
    if (this.unanswered) {
      this.next = corners;
      return;
    }
    this.unanswered = true;
    this.listeners.onAreaDrawn(flatCorners(corners));
  }

  private show(): void {
    const isMeasuring = this.tool === 'measure';
    this.layer.setLines([
      { corners: this.drawn, isClosed: true, hasGrips: true },
      {
        corners: this.corners,
        pointer: this.pointer,
        isClosed: !isMeasuring && this.corners.length > 1,
        hasGrips: false,
      },
    ]);
    if (this.layer.isEmpty) this.layer.remove();
    else if (!this.map.hasLayer(this.layer)) this.layer.addTo(this.map);
    this.told.textContent = this.sentence();
    this.told.hidden = this.told.textContent === '';
  }

  /** What the line at the map's head says: what is measured, or how to go on. */
  private sentence(): string {
    if (this.tool === 'draw') return this.texts.draw_help;
    if (this.tool === 'none') return '';
    if (this.corners.length === 0) return this.texts.measure_help;
    const line = this.pointer ? [...this.corners, this.pointer] : this.corners;
    const length = formatLength(lengthM(line), this.texts.language);
    if (line.length < LEAST_CORNERS) return fill(this.texts.measured_length, { length });
    const area = formatArea(areaM2(line), this.texts.language);
    return fill(this.texts.measured_area, { length, area });
  }
}
