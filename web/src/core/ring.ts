/** The ring around a cluster: which arc belongs to which state. */

/** Radians; a state that has one report of a thousand still gets a visible arc. */
export const LEAST_ARC = 0.22;

const FULL = 2 * Math.PI;
const TOP = -Math.PI / 2;

export interface Arc {
  /** The state's code. */
  readonly state: number;
  /** Radians, clockwise from the x axis, as the canvas counts. */
  readonly from: number;
  readonly to: number;
}

/**
 * Shares a full ring out, clockwise from the top, in the order of the states' codes.
 *
 * Each state that occurs gets at least `LEAST_ARC`, which the larger ones pay for in proportion.
 *
 * @param counts reports by state code; none may be negative
 */
export function ringArcs(counts: readonly number[]): Arc[] {
  const present = counts.flatMap((count, state) => (count > 0 ? [{ state, count }] : []));
  const widths = arcWidths(present.map(({ count }) => count));
  let from = TOP;
  return present.map(({ state }, index) => {
    const arc = { state, from, to: from + (widths[index] ?? 0) };
    from = arc.to;
    return arc;
  });
}

function arcWidths(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const fair = counts.map((count) => (count / total) * FULL);
  const missing = fair.reduce((sum, width) => sum + Math.max(0, LEAST_ARC - width), 0);
  const spare = fair.reduce((sum, width) => sum + Math.max(0, width - LEAST_ARC), 0);
  const kept = spare > 0 ? 1 - missing / spare : 1;
  return fair.map((width) =>
    width < LEAST_ARC ? LEAST_ARC : LEAST_ARC + (width - LEAST_ARC) * kept,
  );
}
