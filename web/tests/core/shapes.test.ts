import { expect, test } from 'vitest';
import { readShapes } from '../../src/core/shapes';

test('flat arrays become points, polygons and lines with their boxes', () => {
  const { points, shapes, corner } = readShapes({
    points: [1, 2, 3, 4],
    lines: [[10, 20, 30, 5]],
    polygons: [
      [
        [0, 0, 9, 0, 9, 9],
        [2, 2, 3, 2, 3, 3],
      ],
    ],
  });
  expect(points).toEqual([
    { x: 1, y: 2 },
    { x: 3, y: 4 },
  ]);
  expect(shapes.map(({ kind, rings }) => [kind, rings.length])).toEqual([
    ['polygon', 2],
    ['line', 1],
  ]);
  expect(shapes[1]?.box).toEqual({ west: 10, north: 5, east: 30, south: 20 });
  expect(corner).toEqual({ x: 0, y: 0 });
});

test('a file of points alone has no shapes and a corner all the same', () => {
  expect(readShapes({ points: [5, 5], lines: [], polygons: [] })).toEqual({
    points: [{ x: 5, y: 5 }],
    shapes: [],
    corner: { x: 0, y: 0 },
  });
});
