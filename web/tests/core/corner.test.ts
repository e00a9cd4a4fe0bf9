import { expect, test } from 'vitest';
import { emptiestCorner } from '../../src/core/corner';

const MAP = { width: 1000, height: 800 };
const BOX = { width: 300, height: 200 };
const corner = (marks: readonly [number, number][], present: 'topleft' | 'bottomright') =>
  emptiestCorner(
    marks.map(([x, y]) => ({ x, y })),
    BOX,
    MAP,
    present,
    20,
  );

test('a box goes where it covers fewest marks', () => {
  expect(
    corner(
      [
        [10, 10],
        [10, 790],
        [990, 790],
      ],
      'topleft',
    ),
  ).toBe('topright');
  expect(
    corner(
      [
        [10, 10],
        [310, 210],
        [10, 790],
        [990, 790],
        [990, 10],
      ],
      'topleft',
    ),
  ).toBe('bottomleft');
});

test('it stays where it is if no corner is better', () => {
  expect(corner([], 'bottomright')).toBe('bottomright');
  expect(
    corner(
      [
        [10, 10],
        [990, 790],
        [10, 790],
        [990, 10],
      ],
      'bottomright',
    ),
  ).toBe('bottomright');
  expect(corner([[500, 400]], 'topleft')).toBe('topleft');
});
