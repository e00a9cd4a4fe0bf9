/** The layer of areas: land against sea, borders, and the coast. */
import type { MapTheme } from '../bridge/message';
import { overlaps } from '../core/area';
import type { AreaPath, AreaPaths } from './area_paths';
import { CanvasLayer, type Frame, frameBox, toCanvas } from './canvas_layer';

const BORDER_FADE = { from: 9.5, to: 12 } as const; // zooms between which fine borders come up
const WIDTH_BY_RANK = [1, 1.5, 2] as const;

/** What a layer of areas draws: land and lines, or only one of the two because a base map lies between them. */
export type AreaParts = 'both' | 'land' | 'lines';

export class AreaLayer extends CanvasLayer {
  constructor(
    private theme: MapTheme,
    private readonly paths: AreaPaths,
    private readonly onDrawn: (paintMs: number) => void,
    private parts: AreaParts = 'both',
  ) {
    super(parts === 'land' ? 'ground' : 'areas');
  }

  setParts(parts: AreaParts): void {
    if (parts === this.parts) return;
    this.parts = parts;
    this.redraw();
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.redraw();
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const begun = performance.now();
    const { areas, coast, corner } = this.paths.at(frame.zoom);
    const view = frameBox(frame);
    const seen = areas.filter(({ area }) => overlaps(area.box, view));
    const at = toCanvas(frame, corner);
    context.save();
    context.translate(at.x, at.y);
    context.lineJoin = 'round';
    if (this.parts !== 'lines') this.drawLand(context, seen, coast);
    if (this.parts !== 'land') {
      this.drawBorders(context, seen, frame.zoom);
      context.strokeStyle = this.theme.coast;
      context.lineWidth = 1.25;
      context.stroke(coast);
    }
    context.restore();
    this.onDrawn(performance.now() - begun);
  }

  private drawLand(
    context: CanvasRenderingContext2D,
    seen: readonly AreaPath[],
    coast: Path2D,
  ): void {
    context.fillStyle = this.theme.land;
    context.fill(coast, 'evenodd');
    for (const { area, path } of seen) {
      if (area.rank === 0) context.fill(path, 'evenodd');
    }
  }

  private drawBorders(
    context: CanvasRenderingContext2D,
    seen: readonly AreaPath[],
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
}
