/**
 * Where entries lie in the phone: IndexedDB, or the page's memory where a browser keeps nothing or has no room left.
 *
 * Owns that a change is one transaction over what is there at that moment, so that two tabs never write over each
 * other's results. Pictures are kept as bytes: blobs in IndexedDB got lost in some browsers.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Entry, Picture } from './entry';
import type { Change } from './queue';

/** A new entry: its place in the order is given when it is put down. */
export type NewEntry = Unplaced<Entry>;
type Unplaced<E> = E extends Entry ? Omit<E, 'order'> : never;

/** What outlasts the page: everything, nothing, or not what the phone had no room for. */
export type Keeping = 'lasting' | 'nothing' | 'full';

export interface Shelf {
  readonly keeping: Keeping;
  /** Puts entries down together, behind all others. */
  add(entries: readonly NewEntry[], pictures: ReadonlyMap<string, Picture>): Promise<void>;
  /** All entries, in order. */
  all(): Promise<Entry[]>;
  picture(id: string): Promise<Picture | undefined>;
  /** Changes entries by what they are at this moment; `decide` must not wait for anything. */
  change(decide: (entries: readonly Entry[]) => Change): Promise<void>;
  close(): void;
}

interface Rooms extends DBSchema {
  entries: { key: number; value: Entry };
  pictures: { key: string; value: Picture & { id: string } };
}

const VERSION = 1;

/** The phone has no room for it. */
class ShelfFull extends Error {}

/**
 * Opens a page's shelf; in memory where the browser keeps nothing, as some private windows don't.
 *
 * @param name of the page, such as `lapor`
 */
export async function openShelf(name: string): Promise<Shelf> {
  try {
    const database = await openDB<Rooms>(`outbox-${name}`, VERSION, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'order' });
        fresh.createObjectStore('pictures', { keyPath: 'id' });
      },
      // A newer page wants to open it: let go, or it would wait for this tab for ever.
      blocking: (_was, _is, event) => (event.target as IDBDatabase).close(),
    });
    return new SpillingShelf(new LastingShelf(database));
  } catch {
    return new PassingShelf();
  }
}

class LastingShelf {
  constructor(private readonly database: IDBPDatabase<Rooms>) {}

  async add(entries: readonly NewEntry[], pictures: ReadonlyMap<string, Picture>): Promise<void> {
    const transaction = this.database.transaction(['entries', 'pictures'], 'readwrite');
    const written = (async () => {
      const rooms = transaction.objectStore('entries');
      const last = (await rooms.openKeyCursor(null, 'prev'))?.primaryKey ?? 0;
      await Promise.all([
        ...entries.map((entry, place) => rooms.put({ ...entry, order: last + 1 + place } as Entry)),
        ...[...pictures].map(([id, picture]) =>
          transaction.objectStore('pictures').put({ id, ...picture }),
        ),
      ]);
    })();
    try {
      await Promise.all([written, transaction.done]);
    } catch (error) {
      // Some say it of the request, some of the transaction that was given up for it.
      const reasons = [error, transaction.error] as (Error | null)[];
      if (reasons.some((reason) => reason?.name === 'QuotaExceededError')) throw new ShelfFull();
      throw error;
    }
  }

  all(): Promise<Entry[]> {
    return this.database.getAll('entries');
  }

  async picture(id: string): Promise<Picture | undefined> {
    const found = await this.database.get('pictures', id);
    return found === undefined ? undefined : { bytes: found.bytes, type: found.type };
  }

  async change(decide: (entries: readonly Entry[]) => Change): Promise<void> {
    const transaction = this.database.transaction(['entries', 'pictures'], 'readwrite');
    const rooms = transaction.objectStore('entries');
    const pictures = transaction.objectStore('pictures');
    const entries = await rooms.getAll();
    const change = decide(entries);
    const gone = entries.filter((entry) => change.remove.includes(entry.id));
    await Promise.all([
      ...change.put.map((entry) => rooms.put(entry)),
      ...gone.map((entry) => rooms.delete(entry.order)),
      ...change.remove.map((id) => pictures.delete(id)),
      transaction.done,
    ]);
  }

  close(): void {
    this.database.close();
  }
}

/**
 * A lasting shelf, and the page's memory beside it for what the phone has no room for: it can still be sent while the
 * page is open. Entries in memory come behind the others.
 */
class SpillingShelf implements Shelf {
  private readonly beside = new PassingShelf();

  constructor(private readonly lasting: LastingShelf) {}

  get keeping(): Keeping {
    return this.beside.content.length === 0 ? 'lasting' : 'full';
  }

  async add(entries: readonly NewEntry[], pictures: ReadonlyMap<string, Picture>): Promise<void> {
    const waiting = this.beside.content.filter(({ standing }) => standing !== 'done');
    // What waits in memory comes last: whatever has to follow it lies behind it.
    if (entries.some(({ chain }) => waiting.some((entry) => entry.chain === chain))) {
      return this.beside.add(entries, pictures);
    }
    try {
      await this.lasting.add(entries, pictures);
    } catch (error) {
      if (!(error instanceof ShelfFull)) throw error;
      await this.beside.add(entries, pictures);
    }
  }

  async all(): Promise<Entry[]> {
    return [...(await this.lasting.all()), ...this.beside.content];
  }

  async picture(id: string): Promise<Picture | undefined> {
    return (await this.beside.picture(id)) ?? (await this.lasting.picture(id));
  }

  async change(decide: (entries: readonly Entry[]) => Change): Promise<void> {
    let besides: Change = { put: [], remove: [] };
    // No other change of this page comes between: their transactions wait for this one.
    await this.lasting.change((entries) => {
      const here = this.beside.content;
      const isHere = ({ id }: Entry) => here.some((entry) => entry.id === id);
      const { put, remove } = decide([...entries, ...here]);
      besides = { put: put.filter(isHere), remove };
      return { put: put.filter((entry) => !isHere(entry)), remove };
    });
    await this.beside.change(() => besides);
  }

  close(): void {
    this.lasting.close();
  }
}

class PassingShelf implements Shelf {
  readonly keeping = 'nothing';
  private entries: Entry[] = [];
  private readonly pictures = new Map<string, Picture>();

  async add(entries: readonly NewEntry[], pictures: ReadonlyMap<string, Picture>): Promise<void> {
    const last = this.entries.at(-1)?.order ?? 0;
    this.entries.push(...entries.map((entry, at) => ({ ...entry, order: last + 1 + at }) as Entry));
    for (const [id, picture] of pictures) this.pictures.set(id, picture);
  }

  get content(): readonly Entry[] {
    return this.entries;
  }

  async all(): Promise<Entry[]> {
    return [...this.entries];
  }

  async picture(id: string): Promise<Picture | undefined> {
    return this.pictures.get(id);
  }

  async change(decide: (entries: readonly Entry[]) => Change): Promise<void> {
    const change = decide(this.entries);
    const put = new Map(change.put.map((entry) => [entry.id, entry]));
    this.entries = this.entries
      .filter((entry) => !change.remove.includes(entry.id))
      .map((entry) => put.get(entry.id) ?? entry);
    for (const id of change.remove) this.pictures.delete(id);
  }

  close(): void {}
}
