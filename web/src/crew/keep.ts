/**
 * What a crew's phone keeps to open without a network: what the store said last, and the photos of what is to be done.
 *
 * Nothing of whoever reported is among it. It goes when somebody signs out. A browser that keeps nothing is no fault: the
 * page then needs a network to open.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { City } from '../page/city';
import type { Person } from '../page/session';
import type { Told } from './shown';

/** Everything that the page shows of the store. */
export interface KeptPage {
  readonly person: Person;
  readonly city: City;
  readonly told: Told;
}

interface Rooms extends DBSchema {
  pages: { key: string; value: KeptPage };
  photos: { key: string; value: { bytes: ArrayBuffer; type: string } };
  choices: { key: string; value: unknown };
}

const VERSION = 1;
const LAST = 'last';

/** The rooms of this phone; undefined where the browser keeps nothing. */
let opened: Promise<IDBPDatabase<Rooms> | undefined> | undefined;

function rooms(): Promise<IDBPDatabase<Rooms> | undefined> {
  // Where a browser has no such thing at all it is no promise that fails.
  opened ??= open().catch(() => undefined);
  return opened;
}

async function open(): Promise<IDBPDatabase<Rooms>> {
  return openDB<Rooms>('crew', VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('pages');
      fresh.createObjectStore('photos');
      fresh.createObjectStore('choices');
    },
  });
}

export async function keptPage(): Promise<KeptPage | undefined> {
  return (await rooms())?.get('pages', LAST);
}

export async function keepPage(page: KeptPage): Promise<void> {
  await quietly(async (kept) => void (await kept.put('pages', page, LAST)));
}

/** Something that was decided on this phone, such as who its holder is. */
export async function choice<Value>(name: string): Promise<Value | undefined> {
  return (await (await rooms())?.get('choices', name)) as Value | undefined;
}

export async function keepChoice(name: string, value: unknown): Promise<void> {
  await quietly(async (kept) => void (await kept.put('choices', value, name)));
}

/** Keeps the photos at these addresses that are not kept yet, and lets go of all others. */
export async function keepPhotos(urls: readonly string[]): Promise<void> {
  await quietly(async (kept) => {
    const there = await kept.getAllKeys('photos');
    await Promise.all(
      there.filter((url) => !urls.includes(url)).map((url) => kept.delete('photos', url)),
    );
    for (const url of urls.filter((each) => !there.includes(each))) {
      const answer = await fetch(url, { credentials: 'same-origin' });
      if (!answer.ok) continue;
      const type = answer.headers.get('Content-Type') ?? 'image/jpeg';
      await kept.put('photos', { bytes: await answer.arrayBuffer(), type }, url);
    }
  });
}

export async function keptPhoto(url: string): Promise<Blob | undefined> {
  const photo = await (await rooms())?.get('photos', url);
  return photo === undefined ? undefined : new Blob([photo.bytes], { type: photo.type });
}

/** Forgets everything, what was decided on this phone included. */
export async function forgetAll(): Promise<void> {
  await quietly(async (kept) => {
    await Promise.all([kept.clear('pages'), kept.clear('photos'), kept.clear('choices')]);
  });
}

/** A full phone, or a network that went away, costs what is kept and nothing else. */
async function quietly(keep: (kept: IDBPDatabase<Rooms>) => Promise<void>): Promise<void> {
  try {
    const kept = await rooms();
    if (kept !== undefined) await keep(kept);
  } catch {
    // Tried again with the next answer of the store.
  }
}
