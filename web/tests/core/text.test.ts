import { expect, test } from 'vitest';
import { fill, formatCount, formatPlace, tabularFigures } from '../../src/core/text';

test('thousands are parted as in the language', () => {
  expect(formatCount(12345, 'id')).toBe('12.345');
  expect(formatCount(12345, 'en')).toBe('12,345');
  expect(formatCount(1000, 'id')).toBe('1.000');
});

test('a text is filled by name; what has no value stays, and a value is never a pattern', () => {
  expect(fill('{count} laporan', { count: '3' })).toBe('3 laporan');
  expect(fill('{other}', { count: '3' })).toBe('{other}');
  expect(fill('{count}', { count: '$& {count}' })).toBe('$& {count}');
});

test('a place is written latitude first with its side of the equator', () => {
  const texts = { language: 'id', north: 'LU', south: 'LS', east: 'BT', west: 'BB' };
  expect(formatPlace({ lon: 106.8834, lat: -6.2284 }, texts)).toBe('6,22840° LS  106,88340° BT');
  expect(formatPlace({ lon: -71.06, lat: 42.36 }, { ...texts, language: 'en' })).toBe(
    '42.36000° LU  71.06000° BB',
  );
});

test('figures stand in cells of one width around the middle', () => {
  expect(tabularFigures('111', 8, 4).map(({ offset }) => offset)).toEqual([-8, 0, 8]);
  expect(tabularFigures('1.234', 8, 4)).toEqual([
    { character: '1', offset: -14 },
    { character: '.', offset: -8 },
    { character: '2', offset: -2 },
    { character: '3', offset: 6 },
    { character: '4', offset: 14 },
  ]);
});
