/**
 * Keeps bubbles apart: a bubble that would touch another mark is moved or shrunk into its own cell.
 *
 * The board gathers reports by cells of a grid and puts a bubble at the middle of its members, which
 * may be at the cell's very edge. Cells don't overlap, so bubbles that stay inside theirs don't either.
 * One that touches nobody stays where its reports are; single reports are never moved.
 */
import { isSingle, type Mark } from './mark';

/** Pixels between a bubble in its corner and the edge of its cell. */
const GAP_PX = 2;

interface Circle {
  x: number;
  y: number;
  settled: boolean;
  readonly radius: number;
  readonly mark: Mark;
}

/**
 * Returns the marks with places and radii at which no bubble touches another mark's.
 *
 * @param cell side of a cell in world units; each cell has one mark
 * @param unitsPerPixel world units in one pixel of the radii
 */
export function spread(marks: readonly Mark[], cell: number, unitsPerPixel: number): Mark[] {
  const widest = cell / 2 / unitsPerPixel - GAP_PX;
  const all = marks.map((mark): Circle => {
    const radius = isSingle(mark) ? mark.radius : Math.min(mark.radius, widest);
    return { x: mark.x, y: mark.y, settled: isSingle(mark), radius, mark };
  });
  const circles = new Map(all.map((each) => [cellKey(each.x, each.y, cell), each] as const));
  const waiting = [...circles.keys()];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const circle = circles.get(key);
    if (circle === undefined) continue;
    for (const near of neighbours(key)) {
      const other = circles.get(near);
      if (other === undefined || !touch(circle, other, unitsPerPixel)) continue;
      if (settle(circle, cell, unitsPerPixel)) waiting.push(key);
      if (settle(other, cell, unitsPerPixel)) waiting.push(near);
    }
  }
  return all.map(({ mark, x, y, radius }) => ({ ...mark, x, y, radius }));
}

/** Number of the cell that holds a place; unique as long as the world has no more than 2^25 columns. */
export function cellKey(x: number, y: number, cell: number): number {
  return Math.floor(y / cell) * COLUMNS + Math.floor(x / cell);
}

const COLUMNS = 2 ** 26;

function neighbours(key: number): number[] {
  return [-COLUMNS, 0, COLUMNS].flatMap((row) =>
    [-1, 0, 1].flatMap((column) => (row === 0 && column === 0 ? [] : key + row + column)),
  );
}

function touch(one: Circle, other: Circle, unitsPerPixel: number): boolean {
  const distance = Math.hypot(one.x - other.x, one.y - other.y) / unitsPerPixel;
  return distance < one.radius + other.radius + GAP_PX;
}

/** Moves a bubble into its cell; returns whether that was still to be done. */
function settle(circle: Circle, cell: number, unitsPerPixel: number): boolean {
  if (circle.settled) return false;
  circle.settled = true;
  const reach = (circle.radius + GAP_PX / 2) * unitsPerPixel;
  circle.x = within(circle.x, cell, reach);
  circle.y = within(circle.y, cell, reach);
  return true;
}

function within(at: number, cell: number, reach: number): number {
  const edge = Math.floor(at / cell) * cell;
  return Math.min(Math.max(at, edge + reach), edge + cell - reach);
}
