/** Draws one mark: a bubble with its ring of states, or a single report's shape. */
import type { MapTheme } from '../bridge/message';
import { isSingle, type Mark, mainState } from '../core/mark';
import type { Point } from '../core/projection';
import { outlineOf } from '../core/shape';
import { formatCount, tabularFigures } from '../core/text';
import type { Icons } from './icon';

const RING_WIDTH = 4.5;
const ARC_GAP_PX = 1.5;
const SHAPE_SIZE = 7; // half the side of a single report's shape
const HALO_WIDTH = 2.5; // of the surface around a shape, so that it stands out from names and borders
const OVERDUE_WIDTH = 3;
const DISC_RADIUS = 12;
const ICON_SIZE = 15;
const BADGE = { x: 9, y: 9 } as const; // where a state's shape sits on a disc
const BADGE_SIZE = 5;
const PIN_TICKS = { near: 5, far: 13 } as const; // pixels from the chosen place
const DIGIT_EM = 0.63;
const OTHER_EM = 0.3;
const LEAST_NUMBER_PX = 9;
const FULL = 2 * Math.PI;

/** What marks look like at the moment. */
export interface Style {
  /** Its presentation says how large marks are, and whether bubbles carry numbers. */
  readonly theme: MapTheme;
  readonly language: string;
  readonly icons: Icons;
}

export function paintMark(
  context: CanvasRenderingContext2D,
  mark: Mark,
  at: Point,
  style: Style,
): void {
  const { scale } = style.theme.presentation;
  const origin = { x: 0, y: 0 };
  context.save();
  context.translate(at.x, at.y);
  context.scale(scale, scale);
  if (mark.icon !== '') paintWithIcon(context, mark, style);
  else if (isSingle(mark)) paintSingle(context, mark, origin, style.theme);
  else paintBubble(context, mark, origin, style);
  if (mark.pending) paintPending(context, origin, mark.radius + 4.5, style.theme);
  context.restore();
}

/** The ring around the chosen report, or around the mark that has the keyboard's focus. */
export function paintFocus(
  context: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  theme: MapTheme,
): void {
  circle(context, at, radius + 4);
  context.lineWidth = 6;
  context.strokeStyle = theme.core;
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = theme.accent;
  context.stroke();
}

/**
 * The place of a chosen report that is part of a bubble: cross hairs, which no state looks like.
 *
 * @param around pixels from the middle that stay free, beyond what the hairs themselves leave free
 */
export function paintPin(
  context: CanvasRenderingContext2D,
  at: Point,
  theme: MapTheme,
  around = 0,
): void {
  const near = PIN_TICKS.near + around;
  const far = PIN_TICKS.far + around;
  context.lineCap = 'round';
  for (const { width, color } of [
    { width: 6, color: theme.core },
    { width: 3, color: theme.accent },
  ]) {
    context.beginPath();
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(at.x + x * near, at.y + y * near);
      context.lineTo(at.x + x * far, at.y + y * far);
    }
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}

/** A state's shape, as on the map, for words beside it. */
export function paintShape(
  context: CanvasRenderingContext2D,
  at: Point,
  size: number,
  state: number,
  theme: MapTheme,
  grow = 0,
): void {
  const look = theme.states[state];
  if (look === undefined) return;
  const { drawn, paths } = outlineOf(look.shape);
  context.beginPath();
  for (const path of paths) {
    path.forEach((point, index) => {
      const [x, y] = [at.x + point.x * size, at.y + point.y * size];
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    if (drawn === 'filled') context.closePath();
  }
  const pen = drawn === 'stroked' ? size * 0.46 : 0;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.lineWidth = pen + 2 * grow;
  if (grow > 0 || pen > 0) context.stroke();
  if (drawn === 'filled') context.fill();
}

function paintSingle(
  context: CanvasRenderingContext2D,
  mark: Mark,
  at: Point,
  theme: MapTheme,
): void {
  const state = mainState(mark);
  const color = theme.states[state]?.color ?? theme.text;
  if (mark.overdue) {
    circle(context, at, SHAPE_SIZE + 5);
    context.fillStyle = theme.core;
    context.fill();
    context.lineWidth = OVERDUE_WIDTH;
    context.strokeStyle = color;
    context.stroke();
  }
  context.fillStyle = theme.core;
  context.strokeStyle = theme.core;
  paintShape(context, at, SHAPE_SIZE, state, theme, HALO_WIDTH);
  context.fillStyle = color;
  context.strokeStyle = color;
  paintShape(context, at, mark.overdue ? SHAPE_SIZE - 1 : SHAPE_SIZE, state, theme);
}

/** A single report from near: what it is about in the middle, its state as a shape at the disc's edge. */
function paintWithIcon(
  context: CanvasRenderingContext2D,
  mark: Mark,
  { theme, icons }: Style,
): void {
  const middle = { x: 0, y: 0 };
  const state = mainState(mark);
  const color = theme.states[state]?.color ?? theme.text;
  circle(context, middle, DISC_RADIUS);
  context.fillStyle = theme.core;
  context.fill();
  context.lineWidth = mark.overdue ? OVERDUE_WIDTH : 1;
  context.strokeStyle = mark.overdue ? color : theme.dim_text;
  context.stroke();
  icons.paint(context, mark.icon, middle, ICON_SIZE, theme.text);
  context.fillStyle = theme.core;
  context.strokeStyle = theme.core;
  paintShape(context, BADGE, BADGE_SIZE, state, theme, HALO_WIDTH);
  context.fillStyle = color;
  context.strokeStyle = color;
  paintShape(context, BADGE, BADGE_SIZE, state, theme);
}

function paintBubble(
  context: CanvasRenderingContext2D,
  mark: Mark,
  at: Point,
  { theme, language }: Style,
): void {
  const { radius, arcs } = mark;
  const middle = radius - RING_WIDTH / 2;
  circle(context, at, radius + 1.5);
  context.fillStyle = theme.core;
  context.fill();
  const gap = arcs.length > 1 ? ARC_GAP_PX / middle / 2 : 0;
  context.lineWidth = RING_WIDTH;
  context.lineCap = 'butt';
  for (const { state, from, to } of arcs) {
    context.beginPath();
    context.arc(at.x, at.y, middle, from + gap, to - gap);
    context.strokeStyle = theme.states[state]?.color ?? theme.text;
    context.stroke();
  }
  if (!theme.presentation.words) return;
  paintNumber(context, formatCount(mark.total, language), at, radius, theme);
}

function paintNumber(
  context: CanvasRenderingContext2D,
  text: string,
  at: Point,
  radius: number,
  theme: MapTheme,
): void {
  const own = text.length > 5 ? 10.5 : radius < 16 ? 11 : 12;
  const { scale, least_word_px: leastPx } = theme.presentation;
  const room = (2 * (radius - RING_WIDTH)) / figuresWidth(text, 1);
  const size = leastPx > 0 ? leastPx / scale : Math.min(own, Math.max(room, LEAST_NUMBER_PX));
  context.font = `650 ${size}px Inter, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = theme.text;
  for (const { character, offset } of tabularFigures(text, size * DIGIT_EM, size * OTHER_EM)) {
    context.fillText(character, at.x + offset, at.y + size * 0.36);
  }
}

/** Width of a number in figures of one width, for a size of letters. */
function figuresWidth(text: string, size: number): number {
  const digits = text.replace(/\D/g, '').length;
  return size * (digits * DIGIT_EM + (text.length - digits) * OTHER_EM);
}

function paintPending(
  context: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  theme: MapTheme,
): void {
  circle(context, at, radius);
  context.lineWidth = 1.75;
  context.lineCap = 'butt';
  context.strokeStyle = theme.text;
  context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
}

function circle(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
}
