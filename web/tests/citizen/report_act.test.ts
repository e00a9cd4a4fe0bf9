import { expect, test } from 'vitest';
import { EMPTY, lacks, rating, reopening, submitting } from '../../src/citizen/report_act';

const SPOT = { lon: 106.85, lat: -6.25, source: 'phone', accuracyM: 12 } as const;

test('what a report lacks is said in the order of the page', () => {
  expect(lacks(EMPTY, 0)).toEqual(['category', 'place', 'words']);
  expect(lacks({ ...EMPTY, category: 'BANJIR', spot: SPOT }, 1)).toEqual([]);
  expect(lacks({ ...EMPTY, category: 'BANJIR', address: ' ', words: 'Banjir' }, 0)).toEqual([
    'place',
  ]);
  expect(lacks({ ...EMPTY, category: 'BANJIR', address: 'Pasar', words: ' ' }, 0)).toEqual([
    'words',
  ]);
});

test('a report carries a secret of its own, and only what was filled in', () => {
  const [one, other] = [
    submitting({ ...EMPTY, category: 'BANJIR', spot: SPOT }),
    submitting(EMPTY),
  ];
  expect(one.payload).toMatchObject({ category: 'BANJIR', lon: 106.85, lat: -6.25 });
  expect(one.payload).not.toHaveProperty('address');
  expect(Object.keys(one.payload.private as object)).toEqual(['device_id']);
  expect(String(one.payload.secret)).toHaveLength(40);
  expect(one.payload.secret).not.toBe(other.payload.secret);
  expect(one.payload.private).toEqual(other.payload.private);
});

test('a verdict brings the proof that the report is one’s own, and opening again the version that was seen', () => {
  expect(rating('7', 4, { secret: 's' }).payload).toMatchObject({ stars: 4, secret: 's' });
  expect(reopening('7', 3, ' Masih ', {})).toMatchObject({
    subject: '7',
    base_version: 3,
    payload: { note: 'Masih' },
  });
});
