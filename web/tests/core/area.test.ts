import { expect, test } from 'vitest';
import {
  type Area,
  type AreaFile,
  areaAt,
  boxOf,
  coarserRing,
  isInside,
  overlaps,
  readLand,
} from '../../src/core/area';
import { toWorld } from '../../src/core/projection';

const ring = (...numbers: number[]) => Float64Array.from(numbers);
const SQUARE = ring(0, 0, 10, 0, 10, 10, 0, 10);
const HOLE = ring(4, 4, 6, 4, 6, 6, 4, 6);

const FILE: AreaFile = {
  features: [
    {
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [106, -7],
              [107, -7],
              [107, -6],
              [106, -6],
              [106, -7],
            ],
          ],
        ],
      },
      properties: {
        role: 'area',
        code: '31.71',
        name: 'Gambir',
        rank: 0,
        approximate: true,
        label: [106.5, -6.5],
        label_radius: 0.5,
      },
    },
    { geometry: { type: 'MultiPolygon', coordinates: [] }, properties: { role: 'coast' } },
  ],
};

test('a file becomes areas in world units, rings without the repeated end', () => {
  const { areas, coast } = readLand(FILE);
  const [area] = areas;
  expect(coast).toEqual([]);
  expect(area?.name).toBe('Gambir');
  expect(area?.approximate).toBe(true);
  expect(area?.rings[0]).toHaveLength(8);
  const west = toWorld({ lon: 106, lat: -6.5 });
  expect(area?.box.west).toBeCloseTo(west.x);
  expect(area?.label.radius).toBeCloseTo((area?.label.x ?? 0) - west.x);
});

test('a point in a hole is outside', () => {
  expect(isInside([SQUARE, HOLE], { x: 2, y: 2 })).toBe(true);
  expect(isInside([SQUARE, HOLE], { x: 5, y: 5 })).toBe(false);
  expect(isInside([SQUARE, HOLE], { x: 11, y: 5 })).toBe(false);
});

test('the area of a point is one of the finest level; the first where two overlap', () => {
  const area = (name: string, rank: number): Area => ({
    code: name,
    name,
    rank,
    approximate: false,
    label: { x: 5, y: 5, radius: 5 },
    rings: [SQUARE],
    box: boxOf([SQUARE]),
  });
  const areas = [area('kota', 1), area('first', 0), area('second', 0)];
  expect(areaAt(areas, { x: 1, y: 1 })?.name).toBe('first');
  expect(areaAt(areas, { x: -1, y: 1 })).toBeUndefined();
});

test('a coarser ring keeps points that are far enough apart', () => {
  const fine = ring(0, 0, 1, 0, 5, 0, 5.5, 0.5, 5, 5);
  expect([...coarserRing(fine, 2)]).toEqual([0, 0, 5, 0, 5, 5]);
});

test('a ring smaller than the distance vanishes', () => {
  expect(coarserRing(ring(0, 0, 1, 0, 1, 1, 0, 1), 5)).toHaveLength(0);
});

test('boxes that touch overlap', () => {
  const box = (west: number, north: number) => ({ west, north, east: west + 1, south: north + 1 });
  expect(overlaps(box(0, 0), box(1, 1))).toBe(true);
  expect(overlaps(box(0, 0), box(1.1, 0))).toBe(false);
});
