/** The layer of what somebody draws: an area with grips, a line that is measured. */
import type { MapTheme } from '../bridge/message';
import { type Degrees, type Point, toWorld } from '../core/projection';
import { middles } from '../core/sketch';
import { CanvasLayer, type Frame, toCanvas } from './canvas_layer';

const CORNER_PX = 5;
const MIDDLE_PX = 3.5;
const FILL = 0.1;

export interface SketchLine {
  readonly corners: readonly Degrees[];
  /** Where the pointer is, while a line is being drawn. */
  readonly pointer?: Degrees | undefined;
  readonly isClosed: boolean;
  readonly hasGrips: boolean;
}

export class SketchLayer extends CanvasLayer {
  private lines: readonly SketchLine[] = [];

  constructor(private theme: MapTheme) {
    super('sketch');
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.redraw();
  }

  setLines(lines: readonly SketchLine[]): void {
    this.lines = lines.filter(({ corners }) => corners.length > 0);
    this.redraw();
  }

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    for (const line of this.lines) {
      const place = (corner: Degrees) => toCanvas(frame, toWorld(corner));
      const corners = line.corners.map(place);
      this.drawLine(context, line.pointer ? [...corners, place(line.pointer)] : corners, line);
      const grip = line.hasGrips || !line.isClosed || line.pointer !== undefined;
      if (grip) for (const corner of corners) this.drawGrip(context, corner, CORNER_PX);
      if (line.hasGrips) for (const at of middles(corners)) this.drawGrip(context, at, MIDDLE_PX);
    }
  }

  private drawLine(
    context: CanvasRenderingContext2D,
    points: readonly Point[],
    { isClosed }: SketchLine,
  ): void {
    context.beginPath();
    points.forEach(({ x, y }, index) => {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    if (isClosed) context.closePath();
    context.lineJoin = 'round';
    if (isClosed && points.length > 2) {
      context.fillStyle = this.theme.accent;
      context.globalAlpha = FILL;
      context.fill();
      context.globalAlpha = 1;
    }
    for (const [width, color] of [
      [4.5, this.theme.core],
      [2.25, this.theme.accent],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    }
  }

  private drawGrip(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = this.theme.core;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = this.theme.accent;
    context.stroke();
  }
}
