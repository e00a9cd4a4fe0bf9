import { expect, test } from 'vitest';
import { between } from '../../src/core/colour';

test('the ends of the way are the two colours', () => {
  expect([between('#0E1116', '#FFFFFF', 0), between('#0E1116', '#FFFFFF', 1)]).toEqual([
    '#0e1116',
    '#ffffff',
  ]);
});

test('half-way each part is half-way', () => {
  expect(between('#000000', '#ff8001', 0.5)).toBe('#804001');
});

test('what is no colour is refused', () => {
  expect(() => between('red', '#ffffff', 0.5)).toThrow('no colour: red');
});
