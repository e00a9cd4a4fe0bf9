import { expect, test } from 'vitest';
import { brokenName, type Label, namedRank, withoutOverlap } from '../../src/core/label';

const label = (x: number, y: number): Label => ({ lines: [''], x, y, width: 20, height: 10 });

test('a name breaks where its lines are of about the same length', () => {
  expect(brokenName('Cipinang Besar Utara')).toEqual(['Cipinang', 'Besar Utara']);
  expect(brokenName('Gambir')).toEqual(['Gambir']);
});

test('of names that overlap the first one stays', () => {
  const [one, near, far] = [label(0, 0), label(15, 5), label(40, 0)];
  expect(withoutOverlap([one, near, far])).toEqual([one, far]);
});

test('a name gives way to a mark', () => {
  expect(withoutOverlap([label(0, 0)], [label(10, 0)])).toEqual([]);
});

test('the finest areas are named near by; where coarser ones exist, those are named from afar', () => {
  expect(namedRank(14, [0, 1, 2])).toBe(0);
  expect(namedRank(12, [0, 1, 2])).toBe(1);
  expect(namedRank(10, [0, 1, 2])).toBe(2);
  expect(namedRank(10, [0, 0])).toBe(0);
});
