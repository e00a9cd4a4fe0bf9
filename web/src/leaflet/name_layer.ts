/** The layer of names: each area's where it has room, and no mark lies on it. */
import type { MapTheme } from '../bridge/message';
import { type Area, overlaps } from '../core/area';
import { brokenName, type Label, namedRank, withoutOverlap } from '../core/label';
import type { Mark } from '../core/mark';
import { CanvasLayer, type Frame, frameBox, toCanvas } from './canvas_layer';

const FONT_PX = { far: 11.5, near: 13 } as const;
const NEAR_ZOOM = 14.5;
const LINE_PX = 14;
const RIM_PX = 3; // of land around letters, so that borders don't cross them
const ROOM = 1.15; // a name may be so much wider than the greatest circle inside its area

export class NameLayer extends CanvasLayer {
  private areas: readonly Area[] = [];
  private marks: readonly Mark[] = [];

  constructor(private theme: MapTheme) {
    super('names');
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.redraw();
  }

  setAreas(areas: readonly Area[]): void {
    this.areas = areas;
    this.redraw();
  }

  /** Names give way to marks: a name that is half covered can't be read and makes the mark hard to read. */
  setMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.redraw();
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const { words } = this.theme.presentation;
    if (!words) return;
    const growth = this.growth();
    const size = growth * (frame.zoom < NEAR_ZOOM ? FONT_PX.far : FONT_PX.near);
    context.font = `500 ${size}px Inter, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = growth * RIM_PX;
    context.strokeStyle = this.theme.land;
    context.fillStyle = this.theme.label;
    for (const { lines, x, y } of withoutOverlap(this.labels(context, frame), this.taken(frame))) {
      lines.forEach((line, index) => {
        const lineY = y + (index - (lines.length - 1) / 2) * growth * LINE_PX;
        context.strokeText(line, x, lineY);
        context.fillText(line, x, lineY);
      });
    }
  }

  /** How much larger than on a desk names are. */
  private growth(): number {
    return Math.max(1, this.theme.presentation.least_word_px / FONT_PX.far);
  }

  /** The names in view, roomiest first. */
  private labels(context: CanvasRenderingContext2D, frame: Frame): Label[] {
    const view = frameBox(frame);
    // Larger words need the room of a nearer zoom.
    const rank = namedRank(
      frame.zoom - Math.log2(this.growth()),
      this.areas.map((area) => area.rank),
    );
    return this.areas
      .filter((area) => area.rank === rank && overlaps(area.box, view))
      .sort((one, other) => other.label.radius - one.label.radius)
      .flatMap((area) => labelOf(context, frame, area, this.growth()) ?? []);
  }

  private taken(frame: Frame): Label[] {
    return this.marks.map((mark) => {
      const side = 2 * this.theme.presentation.scale * mark.radius;
      return { lines: [], ...toCanvas(frame, mark), width: side, height: side };
    });
  }
}

/** An area's name if it has room inside the greatest circle; on one line, or else on two. */
function labelOf(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { name, label }: Area,
  growth: number,
): Label | undefined {
  const room = 2 * label.radius * frame.scale;
  const line = growth * LINE_PX;
  if (room < 2 * line || name === '') return undefined;
  const widest = (lines: readonly string[]) =>
    Math.max(...lines.map((line) => context.measureText(line).width));
  const lines = [[name], brokenName(name)].find((each) => widest(each) <= room * ROOM);
  if (lines === undefined) return undefined;
  const at = toCanvas(frame, label);
  return { lines, ...at, width: widest(lines), height: lines.length * line };
}
