/**
 * The outbox of a page: what somebody does goes in here, and from here to the store, once and only once.
 *
 * Owns when it is tried: at once, when the network is back, when the page is looked at again, after a while, and by the
 * service worker where the browser wakes it. One tab at a time sends; where a browser knows no locks two may, which
 * costs a request and does nothing twice.
 */
import { drain, type Making, type Stop, type Wire } from './drain';
import type { Act, Entry, Picture } from './entry';
import { again, backOffMs, type Change, discard } from './queue';
import { type Keeping, type NewEntry, openShelf, type Shelf } from './shelf';
import { wireOf } from './wire';

/** Something that was done, with the photos that belong to it. */
export interface Doing {
  /** Acts of one chain are sent one after the other. */
  readonly chain: string;
  readonly act: Act;
  readonly photos?: readonly Picture[];
  /** Id of the entry that it is built on. */
  readonly after?: string | null;
  /** For how long it is kept once it is done. */
  readonly keptMs: number;
}

/** What a page shows of its outbox. */
export interface Look {
  /** Own entries, and those of others that the page shows too, in order. */
  readonly entries: readonly Entry[];
  /** Why nothing is being sent; null: something is. */
  readonly stop: Stop | null;
}

export interface Outbox {
  /** What of it outlasts the page; for the rest the page has to stay open until it is sent. */
  readonly keeping: Keeping;
  /** Whether the browser promised to throw nothing of it away when room is short; asked when something waits. */
  promised(): Promise<boolean>;
  /** Keeps something to be sent; returns the id of its entry once it is kept. */
  put(doing: Doing): Promise<string>;
  picture(id: string): Promise<Picture | undefined>;
  /** Tries what was refused once more. */
  again(id: string): Promise<void>;
  /** Gives an entry up, with its photos. */
  discard(id: string): Promise<void>;
  /** Changes own entries by what they are at this moment; `decide` must not wait for anything. */
  change(decide: (entries: readonly Entry[]) => Change): Promise<void>;
  /** Calls back now and after each change; returns what ends that. */
  watch(listener: (look: Look) => void): () => void;
  /** Sends now if it can. */
  wake(): void;
  close(): void;
}

export const SYNC_TAG = 'outbox';

export const MAKING: Making = {
  nowMs: () => Date.now(),
  newName: () => crypto.randomUUID(),
};

/** Entries' owners in one browser: whoever signed in, and nobody. */
function ownersOf(entries: readonly Entry[]): Set<string> {
  return new Set(entries.filter((entry) => entry.standing === 'waiting').map(({ owner }) => owner));
}

/**
 * Sends whatever waits, whoever's it is: the wire lets nobody's acts go as somebody else's.
 *
 * @returns why each owner's entries went no further
 */
export async function drainAll(
  shelf: Shelf,
  wireFor: (owner: string) => Wire,
  making: Making,
  onSettled: () => void = () => {},
): Promise<Map<string, Stop>> {
  const stops = new Map<string, Stop>();
  for (const owner of ownersOf(await shelf.all())) {
    stops.set(owner, await drain(shelf, wireFor(owner), owner, making, onSettled));
  }
  return stops;
}

/** Runs something while no other tab or worker of this page's outbox does. */
export function alone<T>(page: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator.locks === 'undefined') return work();
  return navigator.locks.request(`outbox-${page}`, work) as Promise<T>;
}

/**
 * Opens the outbox of a page.
 *
 * @param page such as `lapor` or `regu`
 * @param owner account that is signed in; empty: nobody
 * @param others whose entries are shown and may be decided on as well, such as '' for what was done before anybody
 *   signed in; what is put in is the owner's
 */
export async function open(
  page: string,
  owner: string,
  others: readonly string[] = [],
): Promise<Outbox> {
  const shown = [owner, ...others];
  const outbox = new PageOutbox(page, owner, shown, await openShelf(page));
  outbox.begin();
  return outbox;
}

class PageOutbox implements Outbox {
  private readonly listeners = new Set<(look: Look) => void>();
  private readonly channel: BroadcastChannel | null;
  private readonly ended = new AbortController();
  private stop: Stop | null = { kind: 'rest' };
  private running: Promise<void> | null = null;
  private woken = false;
  private silences = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: string,
    private readonly owner: string,
    private readonly shown: readonly string[],
    private readonly shelf: Shelf,
  ) {
    const name = `outbox-${page}`;
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  }

  get keeping(): Keeping {
    return this.shelf.keeping;
  }

  begin(): void {
    const { signal } = this.ended;
    window.addEventListener('online', () => this.wake(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') this.wake();
      },
      { signal },
    );
    this.channel?.addEventListener('message', () => void this.tell(), { signal });
    this.wake();
  }

  async promised(): Promise<boolean> {
    try {
      return (await navigator.storage.persisted()) || (await navigator.storage.persist());
    } catch {
      return false;
    }
  }

  async put({ chain, act, photos = [], after = null, keptMs }: Doing): Promise<string> {
    const common = {
      chain,
      owner: this.owner,
      standing: 'waiting',
      tries: 0,
      notBeforeMs: 0,
      sinceMs: MAKING.nowMs(),
      keptMs,
      reason: null,
    } as const;
    const pictures = new Map(photos.map((picture) => [MAKING.newName(), picture]));
    const id = MAKING.newName();
    const entries: NewEntry[] = [
      ...[...pictures.keys()].map(
        (photo) =>
          ({ ...common, what: 'photo', id: photo, key: MAKING.newName(), mediaId: null }) as const,
      ),
      {
        ...common,
        what: 'act',
        id,
        act,
        intentId: MAKING.newName(),
        after,
        photos: [...pictures.keys()],
        renewed: 0,
        answer: null,
      },
    ];
    await this.shelf.add(entries, pictures);
    this.changed();
    void askToBeWoken();
    this.wake();
    return id;
  }

  picture(id: string): Promise<Picture | undefined> {
    return this.shelf.picture(id);
  }

  again(id: string): Promise<void> {
    return this.change((entries) => again(entries, id, MAKING.newName));
  }

  discard(id: string): Promise<void> {
    return this.change((entries) => discard(entries, id));
  }

  watch(listener: (look: Look) => void): () => void {
    this.listeners.add(listener);
    void this.tell();
    return () => this.listeners.delete(listener);
  }

  wake(): void {
    clearTimeout(this.timer);
    this.woken = true;
    this.running ??= this.send().finally(() => {
      this.running = null;
    });
  }

  close(): void {
    clearTimeout(this.timer);
    this.ended.abort();
    this.listeners.clear();
    this.channel?.close();
    this.shelf.close();
  }

  async change(decide: (entries: readonly Entry[]) => Change): Promise<void> {
    await this.shelf.change((entries) =>
      decide(entries.filter((entry) => this.shown.includes(entry.owner))),
    );
    this.changed();
    this.wake();
  }

  private async send(): Promise<void> {
    while (this.woken && !this.ended.signal.aborted) {
      this.woken = false;
      this.stop = null;
      void this.tell();
      const stops = await alone(this.page, () =>
        drainAll(
          this.shelf,
          (owner) => wireOf(this.page, owner),
          MAKING,
          () => this.changed(),
        ),
      ).catch(() => new Map<string, Stop>([[this.owner, { kind: 'unreachable' }]]));
      this.stop = this.shown.flatMap((owner) => stops.get(owner) ?? []).at(0) ?? { kind: 'rest' };
      this.wakeLater([...stops.values()]);
      void this.tell();
    }
  }

  /** Waits as long as the store said, or longer with each silence. */
  private wakeLater(stops: readonly Stop[]): void {
    const silent = stops.some(({ kind }) => kind === 'unreachable');
    this.silences = silent ? this.silences + 1 : 0;
    const untilMs = Math.min(
      ...stops.map((stop) => (stop.kind === 'wait' ? stop.untilMs : Number.POSITIVE_INFINITY)),
      silent ? MAKING.nowMs() + backOffMs(this.silences) : Number.POSITIVE_INFINITY,
    );
    if (untilMs === Number.POSITIVE_INFINITY || this.ended.signal.aborted) return;
    // Phones that lost the same network do not all come back in the same second.
    const waitMs = Math.max(0, untilMs - MAKING.nowMs()) * (1 + Math.random() / 4);
    this.timer = setTimeout(() => this.wake(), waitMs);
  }

  private changed(): void {
    this.channel?.postMessage('changed');
    void this.tell();
  }

  private async tell(): Promise<void> {
    if (this.ended.signal.aborted || this.listeners.size === 0) return;
    const all = await this.shelf.all();
    const look = {
      entries: all.filter(({ owner }) => this.shown.includes(owner)),
      stop: this.stop,
    };
    for (const listener of this.listeners) listener(look);
  }
}

/** Asks the browser to wake the service worker when there is network, where it can. */
async function askToBeWoken(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)
      ?.sync;
    await sync?.register(SYNC_TAG);
  } catch {
    // The page itself tries again.
  }
}
