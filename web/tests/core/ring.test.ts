import { expect, test } from 'vitest';
import { LEAST_ARC, ringArcs } from '../../src/core/ring';

const FULL = 2 * Math.PI;
const widths = (counts: number[]) => ringArcs(counts).map(({ from, to }) => to - from);

test('one state has the whole ring, from the top', () => {
  const [arc] = ringArcs([0, 0, 7]);
  expect(arc?.state).toBe(2);
  expect(arc?.from).toBeCloseTo(-Math.PI / 2);
  expect(widths([0, 0, 7])[0]).toBeCloseTo(FULL);
});

test('shares are in proportion, clockwise in the order of the codes', () => {
  expect(ringArcs([2, 0, 1, 1]).map(({ state }) => state)).toEqual([0, 2, 3]);
  const [half = 0, quarter = 0, other = 0] = widths([2, 0, 1, 1]);
  expect(half / quarter).toBeCloseTo((FULL / 2 - LEAST_ARC) / (FULL / 4 - LEAST_ARC), 0);
  expect(quarter).toBeCloseTo(other);
});

test.each([[[1, 0, 0, 0, 0, 9999]], [[1, 1, 1, 1, 1, 1, 1, 1]], [[5000, 1, 1, 1, 1, 1, 1, 1]]])(
  'arcs of %j join up, fill the ring, and every state stays visible',
  (counts) => {
    const arcs = ringArcs(counts);
    const sum = widths(counts).reduce((total, width) => total + width, 0);
    expect(sum).toBeCloseTo(FULL);
    for (const width of widths(counts)) expect(width).toBeGreaterThanOrEqual(LEAST_ARC - 1e-9);
    for (const [index, arc] of arcs.slice(1).entries()) expect(arc.from).toBe(arcs[index]?.to);
  },
);

test('no reports, no ring', () => {
  expect(ringArcs([0, 0])).toEqual([]);
});
