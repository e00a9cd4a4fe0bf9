/** The layer of areas: land against sea, borders, and the coast. */
import type { MapTheme } from '../bridge/message';
import { type Area, boxOf, coarserRing, type Land, overlaps, type Ring } from '../core/area';
import { pixelsPerUnit } from '../core/projection';
import { CanvasLayer, type Frame, frameBox, toCanvas } from './canvas_layer';

const DETAIL_PX = 0.9; // points nearer to each other than this are drawn as one
const BORDER_FADE = { from: 9.5, to: 12 } as const; // zooms between which fine borders come up
const WIDTH_BY_RANK = [1, 1.5, 2] as const;

interface Drawn {
  readonly area: Area;
  readonly path: Path2D;
}

/** Everything at one zoom, in pixels from the land's own corner: floats of 32 bits need small numbers. */
interface Edition {
  readonly zoom: number;
  readonly areas: readonly Drawn[];
  readonly coast: Path2D;
}

export class AreaLayer extends CanvasLayer {
  private land: Land = { areas: [], coast: [] };
  private corner = { x: 0, y: 0 };
  private edition: Edition | undefined;

  constructor(
    private theme: MapTheme,
    private readonly onDrawn: (paintMs: number) => void,
  ) {
    super('areas');
  }

  get areas(): readonly Area[] {
    return this.land.areas;
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.redraw();
  }

  setLand(land: Land): void {
    const box = boxOf(land.areas.flatMap(({ rings }) => rings));
    this.land = land;
    this.corner = land.areas.length > 0 ? { x: box.west, y: box.north } : { x: 0, y: 0 };
    this.edition = undefined;
    this.redraw();
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const begun = performance.now();
    const { areas, coast } = this.editionAt(frame.zoom);
    const view = frameBox(frame);
    const seen = areas.filter(({ area }) => overlaps(area.box, view));
    const corner = toCanvas(frame, this.corner);
    context.save();
    context.translate(corner.x, corner.y);
    context.lineJoin = 'round';
    this.drawLand(context, seen, coast);
    this.drawBorders(context, seen, frame.zoom);
    context.strokeStyle = this.theme.coast;
    context.lineWidth = 1.25;
    context.stroke(coast);
    context.restore();
    this.onDrawn(performance.now() - begun);
  }

  private drawLand(context: CanvasRenderingContext2D, seen: readonly Drawn[], coast: Path2D): void {
    context.fillStyle = this.theme.land;
    context.fill(coast, 'evenodd');
    for (const { area, path } of seen) {
      if (area.rank === 0) context.fill(path, 'evenodd');
    }
  }

  private drawBorders(
    context: CanvasRenderingContext2D,
    seen: readonly Drawn[],
    zoom: number,
  ): void {
    const { from, to } = BORDER_FADE;
    context.strokeStyle = this.theme.border;
    for (const { area, path } of seen) {
      const fine = Math.min(1, Math.max(0, (zoom - from) / (to - from)));
      context.globalAlpha = area.rank === 0 ? fine : 1;
      context.lineWidth = WIDTH_BY_RANK[area.rank] ?? 2;
      if (context.globalAlpha > 0) context.stroke(path);
    }
    context.globalAlpha = 1;
  }

  private editionAt(zoom: number): Edition {
    if (this.edition?.zoom !== zoom) {
      const scale = pixelsPerUnit(zoom);
      this.edition = {
        zoom,
        areas: this.land.areas.map((area) => ({ area, path: this.path(area.rings, scale) })),
        coast: this.path(this.land.coast, scale),
      };
    }
    return this.edition;
  }

  private path(rings: readonly Ring[], scale: number): Path2D {
    const path = new Path2D();
    for (const ring of rings) {
      const points = coarserRing(ring, DETAIL_PX / scale);
      for (let at = 0; at < points.length; at += 2) {
        const x = ((points[at] as number) - this.corner.x) * scale;
        const y = ((points[at + 1] as number) - this.corner.y) * scale;
        if (at === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      if (points.length > 0) path.closePath();
    }
    return path;
  }
}
