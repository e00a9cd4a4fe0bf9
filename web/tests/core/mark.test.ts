import { expect, test } from 'vitest';
import type { SetMarks } from '../../src/bridge/message';
import {
  drawingOrder,
  isSingle,
  type Mark,
  mainState,
  markAt,
  readingOrder,
  unpackMarks,
} from '../../src/core/mark';

const MESSAGE: SetMarks = {
  kind: 'set_marks',
  sequence: 1,
  generation: 4,
  zoom: 12,
  cell: 64,
  x: [100, 200],
  y: [10, 20],
  totals: [3, 1],
  counts: [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  reports: ['', '9007199254740993'],
  flags: [2, 1],
  icons: ['', 'trash'],
};

const mark = (changes: Partial<Mark>): Mark => ({
  x: 0,
  y: 0,
  total: 1,
  counts: [1],
  report: '1',
  overdue: false,
  pending: false,
  icon: '',
  radius: 9,
  arcs: [],
  ...changes,
});

test('parallel arrays become marks', () => {
  const [cluster, single] = unpackMarks(MESSAGE);
  expect(cluster).toMatchObject({ x: 100, y: 10, total: 3, report: '', pending: true });
  expect(cluster?.counts).toEqual([1, 2, 0, 0, 0, 0, 0, 0]);
  expect(cluster?.arcs.map(({ state }) => state)).toEqual([0, 1]);
  expect(single).toMatchObject({ x: 200, y: 20, report: '9007199254740993', overdue: true });
  expect(single).toMatchObject({ icon: 'trash', arcs: [] });
});

test('an id beyond the numbers of JavaScript survives', () => {
  expect(unpackMarks(MESSAGE)[1]?.report).toBe('9007199254740993');
});

test('no marks, no states, no trouble', () => {
  const empty = {
    ...MESSAGE,
    x: [],
    y: [],
    totals: [],
    counts: [],
    reports: [],
    flags: [],
    icons: [],
  };
  expect(unpackMarks(empty)).toEqual([]);
});

test('the main state is the most frequent one', () => {
  expect(mainState(mark({ counts: [1, 2, 0] }))).toBe(1);
  expect(mainState(mark({ counts: [2, 2, 0] }))).toBe(0);
});

test('a bubble grows by the same amount with every tenfold', () => {
  const radius = (total: number, report = '') =>
    unpackMarks({ ...MESSAGE, totals: [total], reports: [report], icons: [''] })[0]?.radius ?? 0;
  expect(radius(1000) - radius(100)).toBeCloseTo(radius(100) - radius(10));
  expect(radius(2)).toBeGreaterThan(radius(1, '1'));
});

test('the mark under a point is the one it lies deepest in', () => {
  const bubble = mark({ report: '', total: 100, radius: 22 });
  const single = mark({ report: '5', x: 15, y: 0 });
  expect(markAt([bubble, single], { x: 0, y: 0 }, 1)).toBe(bubble);
  expect(markAt([bubble, single], { x: 16, y: 0 }, 1)).toBe(single);
  expect(markAt([bubble, single], { x: 0, y: 60 }, 1)).toBeUndefined();
});

test('distance is measured in pixels, whatever the zoom', () => {
  const single = mark({ x: 1000, y: 0 });
  expect(markAt([single], { x: 1100, y: 0 }, 0.1)).toBe(single);
  expect(markAt([single], { x: 1100, y: 0 }, 1)).toBeUndefined();
});

test('single reports are drawn over bubbles, overdue ones last', () => {
  const late = mark({ report: '1', overdue: true });
  const plain = mark({ report: '2' });
  const small = mark({ report: '', total: 2 });
  const full = mark({ report: '', total: 50 });
  expect(drawingOrder([late, full, plain, small])).toEqual([small, full, plain, late]);
});

test('the keyboard reads marks row by row from the north-west', () => {
  const at = (x: number, y: number) => mark({ report: `${x}/${y}`, x, y });
  const order = readingOrder([at(10, 100), at(90, 12), at(10, 20), at(50, 0)], 1, 48);
  expect(order.filter(isSingle).map(({ report }) => report)).toEqual([
    '10/20',
    '50/0',
    '90/12',
    '10/100',
  ]);
});
