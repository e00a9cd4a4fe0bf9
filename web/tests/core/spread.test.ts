import { expect, test } from 'vitest';
import type { Mark } from '../../src/core/mark';
import { cellKey, spread } from '../../src/core/spread';

const CELL = 64;

/** A reproducible stream of numbers from 0 to 1 (Lehmer's). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function bubble(x: number, y: number, radius: number, report = ''): Mark {
  const plain = { total: 2, counts: [2], overdue: false, pending: false, icon: '', arcs: [] };
  return { ...plain, x, y, radius, report };
}

/** One mark in most cells of a square, anywhere in its cell; every fifth is a single report. */
function crowd(seed: number): Mark[] {
  const next = numbers(seed);
  return Array.from({ length: 144 }, (_, cell) => {
    const x = ((cell % 12) + next() * 0.999) * CELL;
    const y = (Math.floor(cell / 12) + next() * 0.999) * CELL;
    const isSingle = next() < 0.2;
    return bubble(x, y, isSingle ? 9 : 12.5 + 30 * next(), isSingle ? `${cell}` : '');
  }).filter(() => next() < 0.9);
}

const SEEDS = Array.from({ length: 60 }, (_, index) => index * 7919 + 1);

test.each(SEEDS)('no bubble touches another one (%i)', (seed) => {
  const bubbles = spread(crowd(seed), CELL, 1).filter(({ report }) => report === '');
  const gaps = bubbles.flatMap((one, index) =>
    bubbles
      .slice(index + 1)
      .map((other) => Math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius),
  );
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
});

test.each(SEEDS.slice(0, 10))(
  'every mark stays in its cell and keeps what it says (%i)',
  (seed) => {
    const before = crowd(seed);
    const after = spread(before, CELL, 1);
    expect(after.map(({ x, y }) => cellKey(x, y, CELL))).toEqual(
      before.map(({ x, y }) => cellKey(x, y, CELL)),
    );
    expect(after.map(({ total, report }) => [total, report])).toEqual(
      before.map(({ total, report }) => [total, report]),
    );
  },
);

test('a bubble that touches nobody stays where its reports are', () => {
  const [one, other] = [bubble(63, 63, 20), bubble(200, 10, 20)];
  expect(spread([one, other], CELL, 1)).toEqual([one, other]);
});

test('single reports are never moved', () => {
  const single = bubble(63.5, 10, 9, '7');
  const [kept, moved] = spread([single, bubble(65, 10, 20)], CELL, 1);
  expect(kept).toEqual(single);
  expect(moved?.x).toBeGreaterThan(65);
});

test('a bubble wider than its cell shrinks', () => {
  const [shrunk] = spread([bubble(32, 32, 50)], CELL, 1);
  expect(shrunk?.radius).toBe(30);
});

test('radii are pixels, places are not', () => {
  const far = spread([bubble(630, 100, 20), bubble(650, 100, 20)], 10 * CELL, 10);
  expect((far[1]?.x ?? 0) - (far[0]?.x ?? 0)).toBeGreaterThanOrEqual(400);
});

test('marks at one place are all kept', () => {
  const three = [bubble(5, 5, 12), bubble(5, 5, 12), bubble(5, 5, 12)];
  expect(spread(three, CELL, 1)).toHaveLength(3);
});
