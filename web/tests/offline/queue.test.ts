import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { drain } from '../../src/offline/drain';
import type { Entry } from '../../src/offline/entry';
import {
  again,
  backOffMs,
  discard,
  forgettable,
  next,
  settle,
  UNCHANGED,
} from '../../src/offline/queue';
import { openShelf } from '../../src/offline/shelf';
import { doing, type Given, newName } from './given';
import { StoreDouble } from './store_double';

const NOW = { nowMs: () => 0, newName };

let shelves = 0;

async function shelfWith(...given: readonly Given[]) {
  shelves += 1;
  const shelf = await openShelf(`queue-${shelves}`);
  for (const { entries, pictures } of given) await shelf.add(entries, pictures);
  return shelf;
}

function find(entries: readonly Entry[], id: string): Entry | undefined {
  return entries.find((entry) => entry.id === id);
}

test('a refused act keeps its sentence, holds its chain and nothing else', async () => {
  const [first, behind, beside] = [doing('a', 'move'), doing('a'), doing('b')];
  const shelf = await shelfWith(first, behind, beside);
  const store = new StoreDouble();
  store.refuses.add('move');
  expect(await drain(shelf, store, '', NOW)).toEqual({ kind: 'rest' });
  const entries = await shelf.all();
  expect(find(entries, first.act)).toMatchObject({
    standing: 'refused',
    reason: { code: 'not_allowed' },
  });
  expect(find(entries, behind.act)?.standing).toBe('waiting');
  expect(find(entries, beside.act)?.standing).toBe('done');
});

test('tried again, a refused act has a new name, and what is behind it follows it under that name', async () => {
  const first = doing('a', 'move');
  const behind = doing('a', 'note', 0, first.act);
  const shelf = await shelfWith(first, behind);
  const store = new StoreDouble();
  store.refuses.add('move');
  await drain(shelf, store, '', NOW);
  store.refuses.clear();
  await shelf.change((entries) => again(entries, first.act, newName));
  await drain(shelf, store, '', NOW);
  const [moved, noted] = store.done;
  expect([moved?.kind, noted?.kind]).toEqual(['move', 'note']);
  expect(noted?.after_intent).toBe(moved?.intent_id);
});

test('given up, a refused act goes with its photos, and what was built on it goes on from what it was built on', async () => {
  const first = doing('a', 'note');
  const second = doing('a', 'move', 1, first.act);
  const third = doing('a', 'note', 0, second.act);
  const shelf = await shelfWith(first, second, third);
  const store = new StoreDouble();
  store.refuses.add('move');
  await drain(shelf, store, '', NOW);
  await shelf.change((entries) => discard(entries, second.act));
  await drain(shelf, store, '', NOW);
  expect(store.done.map(({ payload }) => payload.of)).toEqual([first.act, third.act]);
  expect(store.done[1]?.after_intent).toBe(store.done[0]?.intent_id);
  const [photo] = second.pictures.keys();
  expect(await shelf.picture(photo ?? '')).toBeUndefined();
});

test('a photo that is given up leaves its act, which goes without it', async () => {
  const given = doing('a', 'submit_report', 1);
  const shelf = await shelfWith(given);
  const [photo] = given.pictures.keys();
  await shelf.change((entries) => discard(entries, photo ?? ''));
  const store = new StoreDouble();
  await drain(shelf, store, '', NOW);
  expect(store.done[0]?.payload).not.toHaveProperty('media');
});

test('a photo whose bytes the phone has lost says so and is not passed over', async () => {
  const given = doing('a', 'submit_report', 1);
  const shelf = await shelfWith({ ...given, pictures: new Map() });
  const store = new StoreDouble();
  await drain(shelf, store, '', NOW);
  const [photo] = given.pictures.keys();
  expect(find(await shelf.all(), photo ?? '')?.reason?.code).toBe('picture_lost');
  expect(store.done).toEqual([]);
});

test('what belongs to somebody who is not signed in waits for them', async () => {
  const given = doing('a');
  const shelf = await shelfWith({
    ...given,
    entries: given.entries.map((entry) => ({ ...entry, owner: 'somebody' })),
  });
  expect(next(await shelf.all(), '', 0)).toEqual({ kind: 'rest' });
  expect(next(await shelf.all(), 'somebody', 0).kind).toBe('send');
});

test('a busy store is asked again later and later, at most every five minutes; other chains go on', async () => {
  const shelf = await shelfWith(doing('a'), doing('b'));
  const store = new StoreDouble();
  store.meets(['busy']);
  expect(await drain(shelf, store, '', NOW)).toEqual({ kind: 'wait', untilMs: backOffMs(1) });
  expect(store.done).toHaveLength(1);
  expect([1, 2, 3, 50].map(backOffMs)).toEqual([2_000, 4_000, 8_000, 300_000]);
});

test('what is done is forgotten after its time, but not while something waits that is built on it', async () => {
  const first = doing('a');
  const shelf = await shelfWith(first, doing('a', 'move', 0, first.act));
  const store = new StoreDouble();
  store.refuses.add('move');
  await drain(shelf, store, '', NOW);
  const later = 31 * 24 * 3_600_000;
  const held = await shelf.all();
  expect(forgettable(held, later)).toEqual([]);
  const alone = held.filter(({ id }) => id === first.act);
  expect(forgettable(alone, later)).toEqual([first.act]);
  expect(forgettable(alone, 1)).toEqual([]);
});

test('an answer that comes late changes nothing of an entry that has moved on', async () => {
  const given = doing('a', 'move');
  const shelf = await shelfWith(given);
  const [sent] = await shelf.all();
  if (sent === undefined) throw new Error('nothing was put down');
  const refused = {
    kind: 'refused',
    reason: { code: 'photo_absent', sentence: { id: '', en: '' } },
  } as const;
  const anew: Entry = { ...sent, what: 'act', intentId: 'another' } as Entry;
  expect(settle([anew], sent, refused, 0, newName)).toBe(UNCHANGED);
  expect(settle([{ ...sent, standing: 'done' }], sent, refused, 0, newName)).toBe(UNCHANGED);
  expect(settle([], sent, refused, 0, newName)).toBe(UNCHANGED);
});

test('once an act is done, the phone no longer keeps how somebody can be reached', async () => {
  const given = doing('a', 'submit_report');
  const entries = given.entries.map((entry) =>
    entry.what === 'act'
      ? { ...entry, act: { ...entry.act, payload: { secret: 's', private: { phone: '0812' } } } }
      : entry,
  );
  const shelf = await shelfWith({ ...given, entries });
  const store = new StoreDouble();
  await drain(shelf, store, '', NOW);
  expect(store.done[0]?.payload).toEqual({ secret: 's', private: { phone: '0812' } });
  expect(find(await shelf.all(), given.act)).toMatchObject({ act: { payload: { secret: 's' } } });
  expect(JSON.stringify(await shelf.all())).not.toContain('0812');
});
