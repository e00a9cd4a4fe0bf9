import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drain } from '../../src/offline/drain';
import { openShelf, type Shelf } from '../../src/offline/shelf';
import { doing, newName } from './given';
import { type Fate, Killed, MortalShelf, StoreDouble } from './store_double';

const FATES = [
  'answered',
  'answer lost',
  'not heard',
  'busy',
  'killed before',
  'killed after',
] as const;
const DEATHS = [null, null, null, 'before', 'after'] as const;

let shelves = 0;

/** Lets a phone live again and again on one shelf, each life with its own luck; then once with nothing in its way. */
async function live(
  shelf: Shelf,
  store: StoreDouble,
  lives: readonly { fates: readonly Fate[]; deaths: readonly ('before' | 'after' | null)[] }[],
  startMs = 0,
): Promise<void> {
  // Between two lives hours pass: whatever was put off is due again.
  let nowMs = startMs;
  const making = { nowMs: () => nowMs, newName };
  for (const { fates, deaths } of [...lives, { fates: [], deaths: [] }]) {
    nowMs += 3_600_000;
    store.meets(fates);
    const mortal = new MortalShelf(shelf, [...deaths]);
    await drain(mortal, store, '', making).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }
}

const lives = fc.array(
  fc.record({
    fates: fc.array(fc.constantFrom(...FATES), { maxLength: 12 }),
    deaths: fc.array(fc.constantFrom(...DEATHS), { maxLength: 12 }),
  }),
  { maxLength: 8 },
);
const doings = fc.array(
  fc.record({ chain: fc.constantFrom('a', 'b'), photos: fc.integer({ min: 0, max: 2 }) }),
  { minLength: 1, maxLength: 6 },
);

test('whatever becomes of phone and network, each act is done once, in the order of its chain, with its photos', async () => {
  await fc.assert(
    fc.asyncProperty(doings, lives, async (wanted, luck) => {
      shelves += 1;
      const shelf = await openShelf(`once-${shelves}`);
      const store = new StoreDouble();
      const given = wanted.map(({ chain, photos }) => ({ chain, ...doing(chain, 'note', photos) }));
      for (const { entries, pictures } of given) await shelf.add(entries, pictures);
      await live(shelf, store, luck);
      for (const chain of ['a', 'b']) {
        const put = given.filter((one) => one.chain === chain).map(({ act }) => act);
        const done = store.done.map(({ payload }) => payload.of as string);
        expect(done.filter((act) => put.includes(act))).toEqual(put);
      }
      expect(store.done).toHaveLength(given.length);
      for (const { payload } of store.done) {
        const mine = given.find(({ act }) => act === payload.of);
        const sent = ((payload.media as string[] | undefined) ?? []).map(
          (id) => [...store.photos.values()].find(({ mediaId }) => mediaId === id)?.bytes,
        );
        expect(sent).toEqual([...(mine?.pictures.keys() ?? [])]);
      }
      const left = await shelf.all();
      expect(left.every(({ standing, what }) => standing === 'done' && what === 'act')).toBe(true);
      shelf.close();
    }),
    { numRuns: 200 },
  );
});

test('two tabs that send at the same time, without a lock, do nothing twice and lose no answer', async () => {
  await fc.assert(
    fc.asyncProperty(doings, lives, async (wanted, luck) => {
      shelves += 1;
      const shelf = await openShelf(`tabs-${shelves}`);
      const other = await openShelf(`tabs-${shelves}`);
      const store = new StoreDouble();
      for (const { chain, photos } of wanted) {
        const { entries, pictures } = doing(chain, 'note', photos);
        await shelf.add(entries, pictures);
      }
      await Promise.all([live(shelf, store, luck), live(other, store, luck)]);
      // Each may have met the other's luck to the end.
      await live(shelf, store, [], 100 * 3_600_000);
      expect(store.done).toHaveLength(wanted.length);
      expect(new Set(store.done.map(({ payload }) => payload.of)).size).toBe(wanted.length);
      shelf.close();
      other.close();
    }),
    { numRuns: 100 },
  );
});

test('an act whose photos the store has let go sends them again, and is done once', async () => {
  const shelf = await openShelf('renewed');
  const store = new StoreDouble();
  const { entries, pictures } = doing('a', 'submit_report', 2);
  await shelf.add(entries, pictures);
  const making = { nowMs: () => 0, newName };
  store.meets(['answered', 'answered', 'not heard']);
  await drain(shelf, store, '', making);
  store.forgetWaitingPhotos();
  await drain(shelf, store, '', making);
  expect(store.done).toHaveLength(1);
  expect(store.done[0]?.payload.media).toHaveLength(2);
});
