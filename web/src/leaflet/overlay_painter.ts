/** Draws what overlays are made of: pills with an icon, hatching, traced rings. */
import type { MapTheme, SetPoints } from '../bridge/message';
import { coarserRing, type Ring } from '../core/area';
import type { Point } from '../core/projection';
import type { Icons } from './icon';

const PILL = { height: 20, icon: 14, pad: 4, letter: 11 } as const;
const LETTER_WIDTH = 0.66; // of a pill's letters, part of their size
const FADED = 0.45;
const DETAIL_PX = 0.9; // points of a ring nearer to each other than this are drawn as one
const HATCH_PX = 7;

export function paintPill(
  context: CanvasRenderingContext2D,
  points: SetPoints,
  index: number,
  at: Point,
  theme: MapTheme,
  icons: Icons,
): void {
  const word = points.words[index] ?? '';
  const color = points.colors[index] ?? theme.text;
  const width = pillWidth(word);
  const left = at.x - width / 2;
  context.save();
  if (points.faded[index]) context.globalAlpha *= FADED;
  context.beginPath();
  context.roundRect(left, at.y - PILL.height / 2, width, PILL.height, 5);
  context.fillStyle = theme.core;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  if (points.faded[index]) context.setLineDash([3, 2.5]);
  context.stroke();
  context.setLineDash([]);
  const middle = { x: left + PILL.pad + PILL.icon / 2, y: at.y };
  icons.paint(context, points.icons[index] ?? '', middle, PILL.icon, color);
  context.font = `650 ${PILL.letter}px Inter, sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.text;
  context.fillText(word, left + PILL.icon + 1.6 * PILL.pad, at.y + 0.5);
  context.restore();
}

/** The hint of the uppermost pill at a place, in the pixels that `place` gives. */
export function pillAt(
  points: SetPoints,
  at: Point,
  place: (world: Point) => Point,
): string | undefined {
  for (let index = points.x.length - 1; index >= 0; index--) {
    const own = place({ x: points.x[index] ?? 0, y: points.y[index] ?? 0 });
    const halfWidth = pillWidth(points.words[index] ?? '') / 2;
    if (Math.abs(own.x - at.x) <= halfWidth && Math.abs(own.y - at.y) <= PILL.height / 2) {
      return points.hints[index];
    }
  }
  return undefined;
}

function pillWidth(word: string): number {
  const letters = word === '' ? 0 : word.length * PILL.letter * LETTER_WIDTH + PILL.pad;
  return PILL.icon + 2 * PILL.pad + letters;
}

/** Slanted lines on nothing: what can't be said. */
export function hatching(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = HATCH_PX;
  const pen = tile.getContext('2d');
  if (pen === null) return color;
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    pen.moveTo(shift, HATCH_PX);
    pen.lineTo(shift + HATCH_PX, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}

/**
 * Rings, or lines, as a path in pixels from a corner.
 *
 * @param closed whether they are rings; these are drawn as coarsely as nobody sees
 */
export function tracePath(
  rings: readonly Ring[],
  corner: Point,
  scale: number,
  closed: boolean,
): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    const points = closed ? coarserRing(ring, DETAIL_PX / scale) : ring;
    for (let at = 0; at < points.length; at += 2) {
      const x = ((points[at] as number) - corner.x) * scale;
      const y = ((points[at + 1] as number) - corner.y) * scale;
      if (at === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    if (closed && points.length > 0) path.closePath();
  }
  return path;
}
