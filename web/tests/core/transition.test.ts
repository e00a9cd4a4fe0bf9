import { expect, test } from 'vitest';
import type { Mark } from '../../src/core/mark';
import { eased, type MarkSet, transitionOf } from '../../src/core/transition';

function mark(x: number, y: number, total = 1): Mark {
  const plain = { counts: [total], report: '', overdue: false, pending: false, icon: '', arcs: [] };
  return { ...plain, x, y, total, radius: 12 };
}

const COARSE: MarkSet = { cell: 100, marks: [mark(50, 50, 5), mark(150, 50, 2)] };
const FINE: MarkSet = { cell: 50, marks: [mark(20, 20, 3), mark(80, 70, 2), mark(420, 20)] };

test('from near, each part comes out of the bubble it was in', () => {
  const way = transitionOf(COARSE, FINE);
  expect(way?.kind).toBe('part');
  expect(way?.marks).toBe(FINE.marks);
  expect([...(way?.places ?? [])]).toEqual([50, 50, 50, 50, Number.NaN, Number.NaN]);
});

test('from afar, each part goes into the bubble that takes it in', () => {
  const way = transitionOf(FINE, COARSE);
  expect(way?.kind).toBe('join');
  expect(way?.marks).toBe(FINE.marks);
  expect([...(way?.places ?? [])]).toEqual([50, 50, 50, 50, Number.NaN, Number.NaN]);
});

test('no mark says anything that it does not say in its own set', () => {
  for (const [from, to] of [
    [COARSE, FINE],
    [FINE, COARSE],
  ] as const) {
    const known = [...from.marks, ...to.marks];
    for (const each of transitionOf(from, to)?.marks ?? []) expect(known).toContain(each);
  }
});

test('nothing moves where the cells are the same, or where there is nothing', () => {
  expect(transitionOf(FINE, { ...FINE, marks: [mark(1, 1)] })).toBeUndefined();
  expect(transitionOf({ cell: 100, marks: [] }, FINE)).toBeUndefined();
  expect(transitionOf(FINE, { cell: 100, marks: [] })).toBeUndefined();
});

test('a movement begins and ends where it should, and never turns back', () => {
  const steps = Array.from({ length: 21 }, (_, index) => eased(index / 20));
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBe(1);
  expect(steps).toEqual(steps.toSorted((one, other) => one - other));
  expect([eased(-1), eased(2)]).toEqual([0, 1]);
});
