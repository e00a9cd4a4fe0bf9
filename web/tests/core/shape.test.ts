import { expect, test } from 'vitest';
import { outlineOf, type ShapeName } from '../../src/core/shape';

const NAMES: ShapeName[] = [
  'triangle',
  'diamond',
  'pentagon',
  'circle',
  'hourglass',
  'check',
  'cross',
  'loop',
];

const rounded = (name: ShapeName) =>
  outlineOf(name).paths.map((path) =>
    path.map(({ x, y }) => [Number(x.toFixed(2)), Number(y.toFixed(2))]),
  );

test('golden outlines', () => {
  expect(rounded('triangle')).toEqual([
    [
      [0, -1],
      [1, 0.82],
      [-1, 0.82],
    ],
  ]);
  expect(rounded('diamond')).toEqual([
    [
      [0, -1.08],
      [1.08, 0],
      [0, 1.08],
      [-1.08, 0],
    ],
  ]);
  expect(rounded('pentagon')[0]).toHaveLength(5);
  expect(rounded('pentagon')[0]?.[0]).toEqual([0, -1.05]);
  expect(rounded('cross')).toHaveLength(2);
});

test.each(NAMES)('%s stays in its box', (name) => {
  for (const { x, y } of outlineOf(name).paths.flat()) {
    expect(Math.abs(x)).toBeLessThanOrEqual(1.1);
    expect(Math.abs(y)).toBeLessThanOrEqual(1.1);
  }
});

test('no two states share an outline', () => {
  const drawn = NAMES.map((name) => JSON.stringify(rounded(name)));
  expect(new Set(drawn).size).toBe(NAMES.length);
});
