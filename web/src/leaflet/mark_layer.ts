/** The layer of marks: draws all of them on one canvas, and finds the one under a point. */
import type L from 'leaflet';
import type { SetMarks, SetSelection } from '../bridge/message';
import { drawingOrder, type Mark, markAt, unpackMarks } from '../core/mark';
import { type Point, pixelsPerUnit } from '../core/projection';
import { spread } from '../core/spread';
import { eased, type MarkSet, type Transition, transitionOf } from '../core/transition';
import { CanvasLayer, type Frame, toCanvas } from './canvas_layer';
import { paintFocus, paintMark, paintPin, type Style } from './mark_painter';

/** Pixels that a mark may reach beyond its place. */
const REACH = 48;

/** By how much hairs around a bubble come nearer than around a place. */
const PIN_INSIDE_PX = 2;

const TRANSITION_MS = 200;

export interface PaintedMarks {
  readonly sequence: number;
  readonly generation: number;
  readonly marks: number;
  readonly paintMs: number;
}

interface Shown extends MarkSet {
  readonly message: SetMarks;
}

interface UnderWay {
  readonly transition: Transition;
  readonly begun: number;
}

export class MarkLayer extends CanvasLayer {
  private shown: Shown | undefined;
  private moving: UnderWay | undefined;
  private unreported = false;
  private isHidden = false;
  private selection: SetSelection | undefined;
  private focused: Mark | undefined;

  /**
   * @param calm whether marks jump to where they belong instead of moving there
   * @param onPainted hears once of each set of marks, after it was drawn where it belongs
   */
  constructor(
    private style: Style,
    private readonly calm: boolean,
    private readonly onPainted: (painted: PaintedMarks) => void,
  ) {
    super('marks');
  }

  get marks(): readonly Mark[] {
    return this.shown?.marks ?? [];
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    // Whoever goes on does not wait for marks to arrive.
    return { ...super.getEvents(), movestart: () => this.arrive(), zoomstart: () => this.arrive() };
  }

  setStyle(style: Style): void {
    const resized = style.theme.presentation.scale !== this.style.theme.presentation.scale;
    this.style = style;
    if (resized && this.shown !== undefined) this.shown = this.laidOut(this.shown.message);
    this.redraw();
  }

  override setOpacity(opacity: number): void {
    super.setOpacity(opacity);
    this.isHidden = opacity === 0;
  }

  setMarks(message: SetMarks): void {
    const old = this.shown;
    this.shown = this.laidOut(message);
    const transition = old && !this.calm ? transitionOf(old, this.shown) : undefined;
    this.moving = transition && { transition, begun: performance.now() };
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
    return this.isHidden ? undefined : markAt(this.marks, at, pixelsPerUnit(zoom));
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const begun = performance.now();
    const share = this.moving ? (begun - this.moving.begun) / TRANSITION_MS : 1;
    if (share >= 1) this.moving = undefined;
    const drawn =
      this.moving === undefined
        ? this.drawMarks(context, frame, this.marks)
        : this.drawMoving(context, frame, this.moving.transition, eased(share));
    this.drawSelection(context, frame);
    if (this.focused !== undefined) {
      const at = toCanvas(frame, this.focused);
      const { scale } = this.style.theme.presentation;
      paintFocus(context, at, scale * this.focused.radius, this.style.theme);
    }
    if (this.moving !== undefined) this.redraw();
    else this.report(drawn, performance.now() - begun);
  }

  private laidOut(message: SetMarks): Shown {
    const unitsPerPixel = this.style.theme.presentation.scale / pixelsPerUnit(message.zoom);
    const marks = spread(unpackMarks(message), message.cell, unitsPerPixel);
    return { message, cell: message.cell, marks: drawingOrder(marks) };
  }

  private arrive(): void {
    if (this.moving === undefined) return;
    this.moving = undefined;
    this.redraw();
  }

  private drawMoving(
    context: CanvasRenderingContext2D,
    frame: Frame,
    { kind, marks, places }: Transition,
    come: number,
  ): number {
    if (kind === 'part') return this.drawMarks(context, frame, marks, places, come);
    context.globalAlpha = 1 - come;
    this.drawMarks(context, frame, marks, places, 1 - come);
    context.globalAlpha = come;
    const drawn = this.drawMarks(context, frame, this.marks);
    context.globalAlpha = 1;
    return drawn;
  }

  /**
   * Draws marks, and returns how many were in the frame.
   *
   * @param places world units of other places, x and y in turn; NaN stands for a mark's own
   * @param come how far from those places marks are on the way to their own, 0 to 1
   */
  private drawMarks(
    context: CanvasRenderingContext2D,
    frame: Frame,
    marks: readonly Mark[],
    places?: Float64Array,
    come = 1,
  ): number {
    const reach = REACH * this.style.theme.presentation.scale;
    let drawn = 0;
    marks.forEach((mark, index) => {
      const at = toCanvas(frame, mark);
      const [fromX, fromY] = [places?.[2 * index], places?.[2 * index + 1]];
      if (fromX !== undefined && fromY !== undefined && !Number.isNaN(fromX)) {
        const from = toCanvas(frame, { x: fromX, y: fromY });
        at.x = from.x + (at.x - from.x) * come;
        at.y = from.y + (at.y - from.y) * come;
      }
      if (at.x < -reach || at.x > frame.width + reach) return;
      if (at.y < -reach || at.y > frame.height + reach) return;
      paintMark(context, mark, at, this.style);
      drawn += 1;
    });
    return drawn;
  }

  private drawSelection(context: CanvasRenderingContext2D, frame: Frame): void {
    if (!this.selection?.placed || this.moving !== undefined) return;
    const { report, x, y } = this.selection;
    const own = this.marks.find((mark) => mark.report === report);
    if (own === undefined) {
      this.paintHidden(context, frame, { x, y });
      return;
    }
    const at = toCanvas(frame, own);
    const { scale } = this.style.theme.presentation;
    paintFocus(context, at, scale * (own.radius + (own.overdue ? 4 : 1)), this.style.theme);
    paintMark(context, own, at, this.style);
  }

  /** Points at a chosen report that no mark of its own stands for: at its place, or around the bubble that lies there. */
  private paintHidden(context: CanvasRenderingContext2D, frame: Frame, place: Point): void {
    const { theme } = this.style;
    const { scale } = theme.presentation;
    const bubble = markAt(this.marks, place, frame.scale / scale, 0);
    if (bubble === undefined) paintPin(context, toCanvas(frame, place), theme);
    // Across a bubble the cross would lie on its number.
    else paintPin(context, toCanvas(frame, bubble), theme, scale * (bubble.radius - PIN_INSIDE_PX));
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
