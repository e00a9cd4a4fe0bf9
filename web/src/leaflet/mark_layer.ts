/** The layer of marks: draws all of them on one canvas, and finds the one under a point. */
import type { SetMarks, SetSelection } from '../bridge/message';
import { drawingOrder, type Mark, markAt, markRadius, unpackMarks } from '../core/mark';
import { type Point, pixelsPerUnit } from '../core/projection';
import { CanvasLayer, type Frame, toCanvas } from './canvas_layer';
import { paintFocus, paintMark, paintPin, type Style } from './mark_painter';

/** Pixels that a mark may reach beyond its place. */
const REACH = 48;

export interface PaintedMarks {
  readonly sequence: number;
  readonly generation: number;
  readonly marks: number;
  readonly paintMs: number;
}

export class MarkLayer extends CanvasLayer {
  private shown: { readonly message: SetMarks; readonly marks: readonly Mark[] } | undefined;
  private unreported = false;
  private selection: SetSelection | undefined;
  private focused: Mark | undefined;

  /** @param onPainted hears once of each set of marks, after it was drawn */
  constructor(
    private style: Style,
    private readonly onPainted: (painted: PaintedMarks) => void,
  ) {
    super('marks');
  }

  get marks(): readonly Mark[] {
    return this.shown?.marks ?? [];
  }

  setStyle(style: Style): void {
    this.style = style;
    this.redraw();
  }

  setMarks(message: SetMarks): void {
    this.shown = { message, marks: drawingOrder(unpackMarks(message)) };
    this.unreported = true;
    this.focused = this.marks.find((mark) => isSame(mark, this.focused));
    this.redraw();
  }

  setSelection(selection: SetSelection): void {
    this.selection = selection;
    this.redraw();
  }

  setFocus(mark: Mark | undefined): void {
    if (mark === this.focused) return;
    this.focused = mark;
    this.redraw();
  }

  /** The mark under a point in world units, at a zoom. */
  markUnder(at: Point, zoom: number): Mark | undefined {
    return markAt(this.marks, at, pixelsPerUnit(zoom));
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const begun = performance.now();
    const { scale } = this.style.theme.presentation;
    const reach = REACH * scale;
    let drawn = 0;
    for (const mark of this.marks) {
      const at = toCanvas(frame, mark);
      if (at.x < -reach || at.x > frame.width + reach) continue;
      if (at.y < -reach || at.y > frame.height + reach) continue;
      paintMark(context, mark, at, this.style);
      drawn += 1;
    }
    this.drawSelection(context, frame);
    if (this.focused !== undefined) {
      const at = toCanvas(frame, this.focused);
      paintFocus(context, at, scale * markRadius(this.focused), this.style.theme);
    }
    this.report(drawn, performance.now() - begun);
  }

  private drawSelection(context: CanvasRenderingContext2D, frame: Frame): void {
    if (!this.selection?.placed) return;
    const { report, x, y } = this.selection;
    const own = this.marks.find((mark) => mark.report === report);
    if (own === undefined) {
      paintPin(context, toCanvas(frame, { x, y }), this.style.theme);
      return;
    }
    const at = toCanvas(frame, own);
    const { scale } = this.style.theme.presentation;
    paintFocus(context, at, scale * (markRadius(own) + (own.overdue ? 4 : 1)), this.style.theme);
    paintMark(context, own, at, this.style);
  }

  private report(marks: number, paintMs: number): void {
    if (!this.unreported || this.shown === undefined) return;
    this.unreported = false;
    const { sequence, generation } = this.shown.message;
    this.onPainted({ sequence, generation, marks, paintMs });
  }
}

function isSame(mark: Mark, other: Mark | undefined): boolean {
  if (other === undefined) return false;
  return mark.report !== ''
    ? mark.report === other.report
    : mark.x === other.x && mark.y === other.y;
}
