import { expect, test } from 'vitest';
import { type Facility, inOrder } from '../../src/citizen/bed_finder';

function hospital(code: string, lat: number | null, free: number, stale: boolean): Facility {
  const beds = {
    bed_class: 'ICU',
    free,
    total: 10,
    said_by: 'facility',
    said_ms: 0,
    stale,
  } as const;
  return {
    code,
    name: code,
    kind: 'hospital',
    lon: lat === null ? null : 106.8,
    lat,
    beds: [beds],
  };
}

const HERE = { lon: 106.8, lat: -6.2 };
const codes = (found: readonly Facility[]) => found.map(({ code }) => code);

test('hospitals with a free bed that is no old news come first, the nearest of them before the others', () => {
  const far = hospital('far', -6.4, 1, false);
  const near = hospital('near', -6.21, 1, false);
  const full = hospital('full', -6.2, 0, false);
  const old = hospital('old', -6.205, 5, true);
  const nowhere = hospital('nowhere', null, 1, false);
  const all = [nowhere, old, full, far, near];
  expect(codes(inOrder(all, HERE, ''))).toEqual(['near', 'far', 'nowhere', 'full', 'old']);
  expect(codes(inOrder(all, null, ''))).toEqual(['far', 'near', 'nowhere', 'full', 'old']);
});

test('a class that a hospital does not have leaves it out', () => {
  expect(inOrder([hospital('one', -6.2, 1, false)], HERE, 'VIP')).toEqual([]);
});
