/**
 * A layer that is one canvas over the whole map and a margin around it.
 *
 * Owns size, device pixels, and following the map: a moved map moves the canvas and redraws it once
 * it rests, or as soon as the margin is used up; while a zoom is animated the canvas is scaled.
 */
import L from 'leaflet';
import { type Box, overlaps } from '../core/area';
import { type Point, pixelsPerUnit } from '../core/projection';

/** Part of the map's size that the canvas reaches beyond each edge. */
const MARGIN = 0.2;

/** What a drawing needs to know of the view. */
export interface Frame {
  readonly zoom: number;
  /** Pixels per world unit. */
  readonly scale: number;
  /** Pixels of the whole world's square at this zoom, at the canvas's corner. */
  readonly origin: Point;
  readonly width: number;
  readonly height: number;
}

export function toCanvas(frame: Frame, { x, y }: Point): { x: number; y: number } {
  return { x: x * frame.scale - frame.origin.x, y: y * frame.scale - frame.origin.y };
}

/** The world units that the canvas covers, and some pixels more. */
export function frameBox(frame: Frame, morePixels = 0): Box {
  const { origin, scale, width, height } = frame;
  return {
    west: (origin.x - morePixels) / scale,
    north: (origin.y - morePixels) / scale,
    east: (origin.x + width + morePixels) / scale,
    south: (origin.y + height + morePixels) / scale,
  };
}

export abstract class CanvasLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');
  private frame: Frame | undefined;
  private asked = 0;

  constructor(private readonly paneName: string) {
    super();
    this.canvas.className = 'leaflet-zoom-animated map-canvas';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  /** Draws everything; the context is clean, one unit is one CSS pixel. */
  protected abstract draw(context: CanvasRenderingContext2D, frame: Frame): void;

  override onAdd(map: L.Map): this {
    map.getPane(this.paneName)?.append(this.canvas);
    this.redraw();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: () => this.redrawNow(),
      move: () => this.followPan(),
      zoomanim: ((event: L.ZoomAnimEvent) =>
        this.followZoom(event.center, event.zoom)) as L.LeafletEventHandlerFn,
      resize: () => this.redraw(),
      viewreset: () => this.redraw(),
    };
  }

  /** From 0, which hides it, to 1. */
  setOpacity(opacity: number): void {
    this.canvas.style.opacity = String(opacity);
  }

  /** Draws before the next picture, however often it is asked for. */
  redraw(): void {
    if (this.asked !== 0) return;
    this.asked = requestAnimationFrame(() => this.redrawNow());
  }

  private redrawNow(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    const map = this._map;
    if (!map || !this.context) return;
    this.frame = this.place(map);
    const ratio = window.devicePixelRatio;
    const { width, height } = this.frame;
    this.resize(Math.round(width * ratio), Math.round(height * ratio));
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
    this.draw(this.context, this.frame);
  }

  private resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.width = `${width / ratio}px`;
    this.canvas.style.height = `${height / ratio}px`;
  }

  private place(map: L.Map): Frame {
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    L.DomUtil.setTransform(this.canvas, corner, 1);
    const zoom = map.getZoom();
    return {
      zoom,
      scale: pixelsPerUnit(zoom),
      origin: map.getPixelOrigin().add(corner),
      width: size.x + 2 * margin.x,
      height: size.y + 2 * margin.y,
    };
  }

  private followPan(): void {
    const map = this._map;
    if (!map || !this.frame || map.getZoom() !== this.frame.zoom) return;
    const view = map.getPixelBounds();
    const { origin, width, height } = this.frame;
    const seen = {
      west: view.min?.x ?? 0,
      north: view.min?.y ?? 0,
      east: view.max?.x ?? 0,
      south: view.max?.y ?? 0,
    };
    const inside =
      seen.west >= origin.x &&
      seen.north >= origin.y &&
      seen.east <= origin.x + width &&
      seen.south <= origin.y + height;
    if (!inside) this.redraw();
  }

  private followZoom(center: L.LatLng, zoom: number): void {
    const map = this._map;
    if (!map || !this.frame) return;
    const factor = map.getZoomScale(zoom, this.frame.zoom);
    const pane = L.DomUtil.getPosition(map.getPane('mapPane') as HTMLElement);
    const newOrigin = map
      .project(center, zoom)
      .subtract(map.getSize().divideBy(2))
      .add(pane)
      .round();
    const corner = L.point(this.frame.origin.x, this.frame.origin.y).multiplyBy(factor);
    L.DomUtil.setTransform(this.canvas, corner.subtract(newOrigin), factor);
  }
}

export function isInFrame(frame: Frame, box: Box): boolean {
  return overlaps(frameBox(frame), box);
}
