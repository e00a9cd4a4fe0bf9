/** Marks: what the board answered, unpacked, and which of them is under a point. */
import { MARK_FLAG, type SetMarks } from '../bridge/message';
import type { Point } from './projection';
import { type Arc, ringArcs } from './ring';

export interface Mark {
  /** World units. */
  readonly x: number;
  readonly y: number;
  readonly total: number;
  /** Reports by state code. */
  readonly counts: readonly number[];
  /** Id of a single report; empty for a cluster. */
  readonly report: string;
  readonly overdue: boolean;
  readonly pending: boolean;
  /** Name of a single report's icon; empty where none is shown. */
  readonly icon: string;
  /** Pixels from the centre to the outer edge, on a desk. */
  readonly radius: number;
  /** The ring of a cluster; none for a single report. */
  readonly arcs: readonly Arc[];
}

/** Pixels around a single report's centre that belong to it: a shape alone, or a disc with an icon. */
const SHAPE_RADIUS = 9;
const ICON_RADIUS = 13;

const LEAST_RADIUS = 12.5;
const RADIUS_PER_DECADE = 4.75;

/** Unpacks parallel arrays; a row that an array is too short for is left out. */
export function unpackMarks(message: SetMarks): Mark[] {
  const { x, y, totals, counts, reports, flags, icons } = message;
  const states = totals.length > 0 ? counts.length / totals.length : 0;
  return totals.flatMap((total, row) => {
    const [atX, atY, report, bits] = [x[row], y[row], reports[row], flags[row]];
    if (atX === undefined || atY === undefined || report === undefined || bits === undefined) {
      return [];
    }
    const byState = counts.slice(row * states, (row + 1) * states);
    const icon = icons[row] ?? '';
    return {
      x: atX,
      y: atY,
      total,
      counts: byState,
      report,
      icon,
      radius: report === '' ? bubbleRadius(total) : icon === '' ? SHAPE_RADIUS : ICON_RADIUS,
      arcs: report === '' ? ringArcs(byState) : [],
      overdue: (bits & MARK_FLAG.OVERDUE) !== 0,
      pending: (bits & MARK_FLAG.PENDING) !== 0,
    };
  });
}

export function isSingle(mark: Mark): boolean {
  return mark.report !== '';
}

/** State code of a single report, or the most frequent one of a cluster; the lower code wins. */
export function mainState(mark: Mark): number {
  return mark.counts.indexOf(Math.max(...mark.counts));
}

/** A bubble grows with the logarithm of its total. */
function bubbleRadius(total: number): number {
  return LEAST_RADIUS + RADIUS_PER_DECADE * Math.log10(total);
}

/** Order of drawing: bubbles first, the fullest last among them; single reports lie on top. */
export function drawingOrder(marks: readonly Mark[]): Mark[] {
  return [...marks].sort(
    (one, other) =>
      Number(isSingle(one)) - Number(isSingle(other)) ||
      Number(one.overdue) - Number(other.overdue) ||
      one.total - other.total,
  );
}

/**
 * Finds the mark under a point; where several overlap, the one whose edge is farthest away.
 *
 * @param at world units
 * @param scale pixels per world unit
 * @param slack pixels that a miss may be off
 */
export function markAt(
  marks: readonly Mark[],
  at: Point,
  scale: number,
  slack = 3,
): Mark | undefined {
  let best: Mark | undefined;
  let bestDepth = -slack;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - at.x, mark.y - at.y) * scale;
    const depth = mark.radius - distance;
    if (depth >= bestDepth) {
      best = mark;
      bestDepth = depth;
    }
  }
  return best;
}

/** Order of the keyboard: rows of `rowHeight` pixels from north to south, each from west to east. */
export function readingOrder(marks: readonly Mark[], scale: number, rowHeight = 48): Mark[] {
  const row = (mark: Mark) => Math.floor((mark.y * scale) / rowHeight);
  return [...marks].sort((one, other) => row(one) - row(other) || one.x - other.x);
}
