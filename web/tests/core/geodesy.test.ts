import { expect, test } from 'vitest';
import { areaM2, distanceM, formatArea, formatLength, lengthM } from '../../src/core/geodesy';

const at = (lon: number, lat: number) => ({ lon, lat });

/** As geodesics on the ellipsoid are computed elsewhere (Karney's method). */
test.each([
  [at(106.8, -6.2), at(106.9, -6.1), 15646.159368],
  [at(106.8, -6.2), at(106.8, -6.2001), 11.058723],
  [at(106.8, -6.2), at(107.8, -6.2), 110672.683573],
  [at(0, 0), at(0, 45), 4984944.377978],
  [at(-70, 40), at(100, 60), 8882564.945282],
])('the distance of %o and %o is %f m', (one, other, metres) => {
  expect(distanceM(one, other)).toBeCloseTo(metres, 3);
  expect(distanceM(other, one)).toBeCloseTo(metres, 3);
});

test('one place is no way from itself, and a line is as long as its parts', () => {
  const [a, b, c] = [at(106.8, -6.2), at(106.85, -6.2), at(106.85, -6.25)];
  expect(distanceM(a, a)).toBe(0);
  expect(lengthM([a])).toBe(0);
  expect(lengthM([a, b, c])).toBeCloseTo(distanceM(a, b) + distanceM(b, c));
});

test.each([
  [[at(106.8, -6.2), at(106.9, -6.2), at(106.9, -6.1), at(106.8, -6.1)], 122401136.28595],
  [[at(106.8, -6.2), at(106.8005, -6.2), at(106.8005, -6.1995)], 1529.873392],
  [[at(0, 60), at(1, 60), at(1, 61), at(0, 61)], 6122943163.0714],
])('an area is that of the ellipsoid, whichever way round', (corners, squareMetres) => {
  expect(areaM2(corners) / squareMetres).toBeCloseTo(1, 4);
  expect(areaM2(corners.toReversed())).toBeCloseTo(areaM2(corners));
});

test('lengths and areas are written in the unit that reads best', () => {
  expect(formatLength(849.6, 'id')).toBe('850 m');
  expect(formatLength(1254, 'id')).toBe('1,25 km');
  expect(formatArea(8500, 'id')).toBe('8.500 m²');
  expect(formatArea(12_500, 'id')).toBe('1,25 ha');
  expect(formatArea(3_400_000, 'en')).toBe('3.40 km²');
});
