import { expect, test } from 'vitest';
import { cornersOf, dragged, flatCorners, gripAt, rectangle } from '../../src/core/sketch';

const SQUARE = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];
const DEGREES = SQUARE.map(({ x, y }) => ({ lon: x, lat: y }));

test('corners and the middles of edges can be taken hold of, the last edge too', () => {
  expect(gripAt(SQUARE, { x: 97, y: 3 })).toEqual({ kind: 'corner', index: 1 });
  expect(gripAt(SQUARE, { x: 52, y: -4 })).toEqual({ kind: 'edge', index: 0 });
  expect(gripAt(SQUARE, { x: 1, y: 49 })).toEqual({ kind: 'edge', index: 3 });
  expect(gripAt(SQUARE, { x: 50, y: 50 })).toBeUndefined();
  expect(gripAt([], { x: 0, y: 0 })).toBeUndefined();
});

test('a dragged corner moves, a dragged edge gets a corner', () => {
  const to = { lon: 7, lat: 8 };
  expect(dragged(DEGREES, { kind: 'corner', index: 2 }, to)[2]).toEqual(to);
  expect(dragged(DEGREES, { kind: 'corner', index: 2 }, to)).toHaveLength(4);
  expect(dragged(DEGREES, { kind: 'edge', index: 3 }, to)[4]).toEqual(to);
});

test('a rectangle has its corners in order', () => {
  expect(
    rectangle({ lon: 0, lat: 0 }, { lon: 2, lat: 1 }).map(({ lon, lat }) => [lon, lat]),
  ).toEqual([
    [0, 0],
    [2, 0],
    [2, 1],
    [0, 1],
  ]);
});

test('corners travel as one list and come back', () => {
  expect(cornersOf(flatCorners(DEGREES))).toEqual(DEGREES);
  expect(cornersOf([1, 2, 3])).toEqual([{ lon: 1, lat: 2 }]);
});
