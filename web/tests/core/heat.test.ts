import { expect, test } from 'vitest';
import { bytesOf, heatPixels, rampColor } from '../../src/core/heat';

const COLORS = ['#000000', '#804020', '#ffffff'];

test('a ramp begins and ends with its colours and mixes between them', () => {
  expect(rampColor(COLORS, 0)).toEqual([0, 0, 0]);
  expect(rampColor(COLORS, 0.5)).toEqual([128, 64, 32]);
  expect(rampColor(COLORS, 0.25)).toEqual([64, 32, 16]);
  expect(rampColor(COLORS, 2)).toEqual([255, 255, 255]);
  expect(rampColor(['#ff0000'], 0.7)).toEqual([255, 0, 0]);
});

test('nothing is see-through, much is not', () => {
  const pixels = heatPixels(Uint8Array.of(0, 255, 40), COLORS);
  expect([...pixels.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect([...pixels.subarray(4, 8)]).toEqual([255, 255, 255, 255]);
  expect(pixels[11]).toBeGreaterThan(0);
  expect(pixels[11]).toBeLessThan(255);
});

test('bytes travel as base64', () => {
  expect([...bytesOf('AAH/')]).toEqual([0, 1, 255]);
});
