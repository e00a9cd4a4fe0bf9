/**
 * What is sent next, and what becomes of it: plain functions over the entries, without clock, network or disk.
 *
 * Owns the rule that nothing leaves before its result is known. An entry whose answer was lost is asked again under the
 * same id; a new id is made only once the store has said that it did nothing.
 */
import type { Act, ActEntry, Answer, Entry, PhotoEntry, Reason } from './entry';

/** What came of sending an entry. */
export type Outcome =
  | { readonly kind: 'stored'; readonly mediaId: string }
  | { readonly kind: 'applied'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** The store is there and puts it off; `waitMs` where it says for how long. */
  | { readonly kind: 'busy'; readonly waitMs: number | null };

/** What to do now. */
export type Step =
  | { readonly kind: 'send'; readonly entry: Entry }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'rest' };

/** What to write, and the ids of what to remove; pictures of removed entries go with them. */
export interface Change {
  readonly put: readonly Entry[];
  readonly remove: readonly string[];
}

export const UNCHANGED: Change = { put: [], remove: [] };

/** An act as the store takes it. */
export interface Intent extends Act {
  readonly intent_id: string;
  readonly after_intent: string | null;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;

/** How often an act is begun anew by itself because the store no longer had its photos. */
const MOST_RENEWALS = 3;

/** Returns how long to wait after so many tries that failed, from the first (1) on. */
export function backOffMs(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, Math.min(tries, 20) - 1));
}

/**
 * Returns what to send next.
 *
 * @param entries in order
 * @param owner whose entries may be sent: of whoever is signed in, or '' for nobody's
 * @param nowMs the phone's clock
 */
export function next(entries: readonly Entry[], owner: string, nowMs: number): Step {
  const held = new Set<string>();
  let untilMs = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (entry.owner !== owner || entry.standing === 'done' || held.has(entry.chain)) continue;
    if (entry.standing === 'waiting' && entry.notBeforeMs <= nowMs) return { kind: 'send', entry };
    if (entry.standing === 'waiting') untilMs = Math.min(untilMs, entry.notBeforeMs);
    held.add(entry.chain);
  }
  return untilMs === Number.POSITIVE_INFINITY ? { kind: 'rest' } : { kind: 'wait', untilMs };
}

/** Returns an act with its id, its photos and what it follows, as they are known now. */
export function spoken(entry: ActEntry, entries: readonly Entry[]): Intent {
  const before = entries.find((other) => other.id === entry.after);
  const photos = entry.photos.flatMap((id) => {
    const photo = entries.find((other) => other.id === id);
    return photo?.what === 'photo' && photo.mediaId !== null ? [photo.mediaId] : [];
  });
  const payload = photos.length > 0 ? { ...entry.act.payload, media: photos } : entry.act.payload;
  return {
    ...entry.act,
    payload,
    intent_id: entry.intentId,
    after_intent: before?.what === 'act' ? before.intentId : null,
  };
}

/** Returns what the store counts an entry by. */
export function nameOf(entry: Entry): string {
  return entry.what === 'photo' ? entry.key : entry.intentId;
}

/**
 * Returns what an outcome changes. Nothing, where the entry has moved on since it was sent: another tab was faster.
 *
 * @param entries as they are now
 * @param sent the entry as it was sent
 * @param outcome what came of it
 * @param nowMs the phone's clock
 * @param newName makes a name that nobody had before
 */
export function settle(
  entries: readonly Entry[],
  sent: Entry,
  outcome: Outcome,
  nowMs: number,
  newName: () => string,
): Change {
  const entry = entries.find((other) => other.id === sent.id);
  if (entry === undefined || entry.standing !== 'waiting' || nameOf(entry) !== nameOf(sent)) {
    return UNCHANGED;
  }
  if (outcome.kind === 'busy') {
    const tries = entry.tries + 1;
    const notBeforeMs = nowMs + (outcome.waitMs ?? backOffMs(tries));
    return { ...UNCHANGED, put: [{ ...entry, tries, notBeforeMs }] };
  }
  const moved = { tries: 0, notBeforeMs: 0, sinceMs: nowMs };
  if (outcome.kind === 'stored' && entry.what === 'photo') {
    return {
      ...UNCHANGED,
      put: [{ ...entry, ...moved, standing: 'done', mediaId: outcome.mediaId }],
    };
  }
  if (outcome.kind === 'applied' && entry.what === 'act') {
    const act = withoutContact(entry.act);
    const done: ActEntry = { ...entry, ...moved, act, standing: 'done', answer: outcome.answer };
    return { put: [done], remove: entry.photos };
  }
  if (outcome.kind === 'refused') {
    const renewed = entry.what === 'act' ? renewal(entries, entry, outcome.reason, newName) : null;
    if (renewed !== null) return renewed;
    return {
      ...UNCHANGED,
      put: [{ ...entry, ...moved, standing: 'refused', reason: outcome.reason }],
    };
  }
  return UNCHANGED;
}

/** How somebody can be reached was for the store; once it has that, the phone need not keep it. */
function withoutContact({ payload, ...act }: Act): Act {
  const { private: _, ...kept } = payload;
  return { ...act, payload: kept };
}

/** A photo that no act names for a day is removed by the store: it is sent again, and the act with a new id. */
function renewal(
  entries: readonly Entry[],
  entry: ActEntry,
  reason: Reason,
  newName: () => string,
): Change | null {
  if (reason.code !== 'photo_absent' || entry.photos.length === 0) return null;
  if (entry.renewed >= MOST_RENEWALS) return null;
  const renewed = { ...begunAnew(entry, newName), renewed: entry.renewed + 1 };
  const photos = photosOf(entries, entry).map((photo) => photoAnew(photo, newName));
  return { ...UNCHANGED, put: [...photos, renewed] };
}

/**
 * Returns what it changes to try a refused entry again, as whoever waits for it decided: nothing was done under its old
 * name, so it gets a new one. Of an act its photos are sent again where they were refused or are long gone.
 */
export function again(entries: readonly Entry[], id: string, newName: () => string): Change {
  const entry = entries.find((other) => other.id === id);
  if (entry === undefined || entry.standing !== 'refused') return UNCHANGED;
  if (entry.what === 'photo') return { ...UNCHANGED, put: [photoAnew(entry, newName)] };
  return { ...UNCHANGED, put: [{ ...begunAnew(entry, newName), renewed: 0 }] };
}

/**
 * Returns what it changes to give an entry up. An act's photos go with it; a photo leaves the act that names it; what
 * was built on an act is built on what that one was built on. Nothing of what the store has is undone.
 */
export function discard(entries: readonly Entry[], id: string): Change {
  const entry = entries.find((other) => other.id === id);
  if (entry === undefined) return UNCHANGED;
  if (entry.what === 'photo') {
    const naming = acts(entries).filter((act) => act.photos.includes(id));
    const put = naming.map((act) => ({ ...act, photos: act.photos.filter((one) => one !== id) }));
    return { ...UNCHANGED, put, remove: [id] };
  }
  const behind = acts(entries).filter((act) => act.after === id);
  return {
    ...UNCHANGED,
    put: behind.map((act) => ({ ...act, after: entry.after })),
    remove: [id, ...entry.photos],
  };
}

/** Returns what has been done for long enough to be forgotten; nothing that something waiting is built on. */
export function forgettable(entries: readonly Entry[], nowMs: number): readonly string[] {
  const waiting = acts(entries).filter((act) => act.standing !== 'done');
  const needed = new Set(waiting.flatMap((act) => [act.after, ...act.photos]));
  return entries
    .filter((entry) => entry.standing === 'done' && nowMs - entry.sinceMs > entry.keptMs)
    .map((entry) => entry.id)
    .filter((id) => !needed.has(id));
}

function acts(entries: readonly Entry[]): ActEntry[] {
  return entries.filter((entry): entry is ActEntry => entry.what === 'act');
}

function photosOf(entries: readonly Entry[], act: ActEntry): PhotoEntry[] {
  return entries.filter(
    (entry): entry is PhotoEntry => entry.what === 'photo' && act.photos.includes(entry.id),
  );
}

const ANEW = { standing: 'waiting', tries: 0, notBeforeMs: 0, reason: null } as const;

function begunAnew(entry: ActEntry, newName: () => string): ActEntry {
  return { ...entry, ...ANEW, intentId: newName() };
}

function photoAnew(photo: PhotoEntry, newName: () => string): PhotoEntry {
  return { ...photo, ...ANEW, key: newName(), mediaId: null };
}
