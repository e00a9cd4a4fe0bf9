import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { drain } from '../../src/offline/drain';
import { discard } from '../../src/offline/queue';
import { openShelf } from '../../src/offline/shelf';
import { doing, newName } from './given';
import { StoreDouble } from './store_double';

const NOW = { nowMs: () => 0, newName };

let shelves = 0;

function opened() {
  shelves += 1;
  return openShelf(`full-${shelves}`);
}

function fill() {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('a phone that is full says so, and what it has no room for is sent all the same, with its photos', async () => {
  const shelf = await opened();
  fill();
  const report = doing('a', 'note', 2);
  await shelf.add(report.entries, report.pictures);
  expect(shelf.keeping).toBe('full');
  const store = new StoreDouble();
  expect(await drain(shelf, store, '', NOW)).toEqual({ kind: 'rest' });
  expect(store.done.map(({ payload }) => payload.of)).toEqual([report.act]);
  expect([...store.photos.values()].map(({ bytes }) => bytes)).toEqual([...report.pictures.keys()]);
});

test('an act that follows one in memory is sent behind it, though there is room again', async () => {
  const shelf = await opened();
  const [first, second, third] = [doing('a'), doing('a'), doing('a')];
  await shelf.add(first.entries, first.pictures);
  fill();
  await shelf.add(second.entries, second.pictures);
  vi.restoreAllMocks();
  await shelf.add(third.entries, third.pictures);
  const store = new StoreDouble();
  await drain(shelf, store, '', NOW);
  expect(store.done.map(({ payload }) => payload.of)).toEqual([first.act, second.act, third.act]);
});

test('what was given up is in memory no more, and the phone keeps again', async () => {
  const shelf = await opened();
  fill();
  const report = doing('a', 'note', 1);
  await shelf.add(report.entries, report.pictures);
  await shelf.change((entries) => discard(entries, report.act));
  expect(await shelf.all()).toEqual([]);
  expect(shelf.keeping).toBe('lasting');
});

test('a browser without a place to keep things has them in memory', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const shelf = await opened();
  expect(shelf.keeping).toBe('nothing');
  const report = doing('a', 'note', 1);
  await shelf.add(report.entries, report.pictures);
  const store = new StoreDouble();
  await drain(shelf, store, '', NOW);
  expect(store.done).toHaveLength(1);
});
