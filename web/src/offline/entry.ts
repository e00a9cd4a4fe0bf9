/**
 * What waits in a phone to be sent: photos, and acts that may name them.
 *
 * Owns the values that are kept. An entry's `id` is the phone's own and stays; the `intentId` or `key` is what the store
 * counts by, made once and new only where the store has said that nothing was done.
 */

/** An act as it will be sent, but for its id, what it follows and the photos it names. */
export interface Act {
  readonly kind: string;
  readonly subject: string | null;
  readonly target: string | null;
  readonly base_version: number | null;
  /** Milliseconds since 1970 UTC by the phone's clock, of when it was done. */
  readonly acted_ms: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The store's answer to an act that was applied. */
export interface Answer {
  readonly intent_id: string;
  readonly subject: string | null;
  readonly number: string | null;
  readonly version: number | null;
  readonly target: string | null;
}

/** What somebody else made of it, where two acts met. */
export interface Theirs {
  readonly value: string;
  readonly actor: string;
  readonly at_ms: number;
}

/** Why the store did nothing, in its own sentence. */
export interface Reason {
  readonly code: string;
  readonly sentence: Readonly<Record<string, string>>;
  /** Null or absent: nobody else was there. */
  readonly theirs?: Theirs | null;
}

export type Standing = 'waiting' | 'refused' | 'done';

interface Kept {
  readonly id: string;
  /** Place in the order of all entries; given by the shelf. */
  readonly order: number;
  /** Entries of one chain are sent one after the other, and none behind one that was refused. */
  readonly chain: string;
  /** Whose it is: an account's id, or `crew:` and the crew whose key it is; empty: nobody was signed in. */
  readonly owner: string;
  readonly standing: Standing;
  /** How often a busy store has put it off since it was last moved on. */
  readonly tries: number;
  /** Not to be tried before, by the phone's clock. */
  readonly notBeforeMs: number;
  /** When its standing came to be, by the phone's clock. */
  readonly sinceMs: number;
  /** For how long it is kept once it is done, for the page to tell of. */
  readonly keptMs: number;
  readonly reason: Reason | null;
}

export interface PhotoEntry extends Kept {
  readonly what: 'photo';
  /** `Idempotency-Key` of the upload. */
  readonly key: string;
  /** What the store calls it, once it has it. */
  readonly mediaId: string | null;
}

export interface ActEntry extends Kept {
  readonly what: 'act';
  readonly act: Act;
  readonly intentId: string;
  /** Id of the entry that this one is built on. */
  readonly after: string | null;
  /** Ids of the entries of its photos. */
  readonly photos: readonly string[];
  /** How often it was begun anew because its photos were gone. */
  readonly renewed: number;
  readonly answer: Answer | null;
}

export type Entry = PhotoEntry | ActEntry;

/** A photo's bytes; kept apart, so that looking through the entries does not read them. */
export interface Picture {
  readonly bytes: ArrayBuffer;
  /** Media type, such as image/jpeg. */
  readonly type: string;
}
