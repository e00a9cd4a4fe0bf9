/**
 * From one set of marks to the next: bubbles part into those of finer cells, or flow together.
 *
 * Only places and opacity change on the way. A number that shows is always that of a bubble of one of
 * the two sets, never something in between.
 */
import type { Mark } from './mark';
import { cellKey } from './spread';

export interface MarkSet {
  readonly marks: readonly Mark[];
  /** Side of a cell in world units. */
  readonly cell: number;
}

/** World units, flat: where each mark comes from or goes to, x and y in turn. */
export interface Transition {
  readonly kind: 'part' | 'join';
  /** Of the new marks if they part, of the old ones if they join; NaN where a mark has no partner. */
  readonly places: Float64Array;
  readonly marks: readonly Mark[];
}

/** Returns the way from one set to the next; nothing where their cells are the same. */
export function transitionOf(old: MarkSet, next: MarkSet): Transition | undefined {
  if (old.cell === next.cell || old.marks.length === 0 || next.marks.length === 0) return undefined;
  return next.cell < old.cell
    ? { kind: 'part', marks: next.marks, places: partners(next.marks, old) }
    : { kind: 'join', marks: old.marks, places: partners(old.marks, next) };
}

/** How far a movement has come, 0 to 1, for a share of its time: quick at first, gentle at the end. */
export function eased(share: number): number {
  return 1 - (1 - Math.min(Math.max(share, 0), 1)) ** 3;
}

/** For each fine mark the place of the coarse one whose cell it lies in. */
function partners(fine: readonly Mark[], coarse: MarkSet): Float64Array {
  const byCell = new Map(
    coarse.marks.map((mark) => [cellKey(mark.x, mark.y, coarse.cell), mark] as const),
  );
  const places = new Float64Array(2 * fine.length).fill(Number.NaN);
  fine.forEach(({ x, y }, index) => {
    const partner = byCell.get(cellKey(x, y, coarse.cell));
    if (partner === undefined) return;
    places[2 * index] = partner.x;
    places[2 * index + 1] = partner.y;
  });
  return places;
}
