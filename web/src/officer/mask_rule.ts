/** Rectangles over a photo: how they are drawn, moved and sized. Shares of its width and height, 0 to 1. */

/** Left, top, right, bottom: shares of the upright photo's width or height, 0 to 1. */
export type Mask = readonly [number, number, number, number];

/** As many as the store takes. */
export const MOST_MASKS = 50;

const LEAST = 0.02; // smaller ones were a slip of the finger
const DIGITS = 10_000;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The rectangle between two corners, whichever way it was drawn. */
export function between(one: Spot, other: Spot): Mask {
  return [
    within(Math.min(one.x, other.x)),
    within(Math.min(one.y, other.y)),
    within(Math.max(one.x, other.x)),
    within(Math.max(one.y, other.y)),
  ];
}

/** Whether it is large enough to have been meant. */
export function isMeant([left, top, right, bottom]: Mask): boolean {
  return right - left >= LEAST && bottom - top >= LEAST;
}

/** The rectangle at another place, of the same size; it stays on the photo. */
export function moved([left, top, right, bottom]: Mask, by: Spot): Mask {
  const width = right - left;
  const height = bottom - top;
  const x = Math.min(1 - width, Math.max(0, left + by.x));
  const y = Math.min(1 - height, Math.max(0, top + by.y));
  return [within(x), within(y), within(x + width), within(y + height)];
}

/** The rectangle with its right and lower sides elsewhere; it never becomes too small. */
export function sized([left, top, right, bottom]: Mask, by: Spot): Mask {
  return [
    left,
    top,
    within(Math.max(left + LEAST, right + by.x)),
    within(Math.max(top + LEAST, bottom + by.y)),
  ];
}

/** One to begin with where nothing can be drawn: in the middle, a third of the photo. */
export const FIRST_MASK: Mask = [0.35, 0.35, 0.65, 0.65];

function within(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * DIGITS) / DIGITS;
}
