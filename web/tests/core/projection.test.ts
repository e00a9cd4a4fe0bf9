import { expect, test } from 'vitest';
import { pixelsPerUnit, toDegrees, toWorld } from '../../src/core/projection';

test('the world square runs from 180° W to 180° E, north first', () => {
  expect(toWorld({ lon: -180, lat: 0 })).toEqual({ x: 0, y: 2 ** 29 });
  expect(toWorld({ lon: 180, lat: 85.05112877980659 }).x).toBe(2 ** 30);
  expect(toWorld({ lon: 0, lat: 85.05112877980659 }).y).toBeCloseTo(0, 3);
});

test('Monas lies where the board puts it', () => {
  // commandcenter.models.place.to_world of 106.8272 E, 6.1754 S
  const { x, y } = toWorld({ lon: 106.8272, lat: -6.1754 });
  expect(Math.floor(x)).toBe(855495446);
  expect(Math.floor(y)).toBe(555325525);
});

test.each([
  [106.8272, -6.1754],
  [-71.06, 42.36],
  [0, 0],
])('world units and degrees are inverse at %d, %d', (lon, lat) => {
  const back = toDegrees(toWorld({ lon, lat }));
  expect(back.lon).toBeCloseTo(lon, 9);
  expect(back.lat).toBeCloseTo(lat, 9);
});

test('the whole world is 256 pixels wide at zoom 0 and twice that at zoom 1', () => {
  expect(2 ** 30 * pixelsPerUnit(0)).toBe(256);
  expect(2 ** 30 * pixelsPerUnit(1)).toBe(512);
});
