import { describe, expect, it } from 'vitest';
import { unpackMarks } from '../../src/core/mark';
import { toDegrees } from '../../src/core/projection';
import { type Clusters, landOf, marksOf } from '../../src/public/answer';

const CLUSTERS: Clusters = {
  zoom: 12.5,
  total: 9,
  cell: 640,
  step: 20,
  west: 1_000,
  north: 2_000,
  x: [0, 3],
  y: [1, 2],
  totals: [1, 8],
  counts: [
    [0, 1],
    [5, 6, 7, 2],
  ],
  reports: ['JK261123-000412', ''],
  overdue: [0],
  icons: [],
};

describe('marks', () => {
  const marks = unpackMarks(marksOf(CLUSTERS, 4, 8));

  it('stand in the middle of the step that the store told', () => {
    expect(marks.map(({ x, y }) => [x, y])).toEqual([
      [1_010, 2_030],
      [1_070, 2_050],
    ]);
  });

  it('have all states again', () => {
    expect(marks.map(({ counts }) => counts)).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 6, 0, 2],
    ]);
  });

  it('are overdue where the store says so, and have no icons from afar', () => {
    expect(marks.map(({ overdue, icon }) => [overdue, icon])).toEqual([
      [true, ''],
      [false, ''],
    ]);
  });
});

describe('borders', () => {
  const land = landOf({
    grid: 10,
    levels: ['kelurahan'],
    areas: [
      {
        code: '31.01',
        name: 'Barat',
        rank: 0,
        parent: null,
        approximate: true,
        label: [1_065, -65, 5],
        rings: [[1_060, -70, 10, 0, 0, 10, -10, 0]],
      },
    ],
    coast: [[1_060, -70, 10, 0, 0, 10]],
  });

  it('are corners again', () => {
    const ring = land.areas[0]?.rings[0] ?? new Float64Array();
    const corners = [0, 2, 4, 6].map((at) => toDegrees({ x: ring[at] ?? 0, y: ring[at + 1] ?? 0 }));
    expect(corners.map(({ lon, lat }) => [Math.round(lon * 10), Math.round(lat * 10)])).toEqual([
      [1_060, -70],
      [1_070, -70],
      [1_070, -60],
      [1_060, -60],
    ]);
  });

  it('have room for a name around their middle', () => {
    const label = land.areas[0]?.label;
    expect(toDegrees(label ?? { x: 0, y: 0 }).lon).toBeCloseTo(106.5);
    expect(label?.radius).toBeGreaterThan(0);
  });
});
