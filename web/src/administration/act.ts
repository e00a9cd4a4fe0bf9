/**
 * Acts: the one way in which this page changes anything.
 *
 * An act keeps its id until the store has answered, so that sending it again after a lost answer does it once.
 */
import { ask, Unreachable } from '../page/door';
import { ours } from '../page/words';

export interface Act {
  readonly kind: string;
  readonly target: string | null;
  readonly base: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** A report that it is about, where it is about one. */
  readonly subject?: string;
}

export interface Result {
  readonly status: 'applied' | 'repeated' | 'conflict' | 'refused';
  readonly target: string | null;
  readonly version: number | null;
  readonly code: string;
  readonly sentence: Readonly<Record<'id' | 'en', string>>;
}

const waiting = new Map<string, string>();

/** Throws Refusal and Unreachable; after the latter the same act may be sent again. */
export async function send(act: Act): Promise<Result> {
  const what = JSON.stringify(act);
  const intent = waiting.get(what) ?? newId();
  waiting.set(what, intent);
  const body = {
    intent_id: intent,
    kind: act.kind,
    subject: act.subject ?? null,
    base_version: act.base,
    after_intent: null,
    acted_ms: Date.now(),
    payload: act.payload,
    target: act.target,
  };
  try {
    const result = await ask<Result>('POST', '/v1/intents', { body });
    waiting.delete(what);
    return result;
  } catch (error) {
    if (!(error instanceof Unreachable)) waiting.delete(what);
    throw error;
  }
}

export function isDone(result: Result): boolean {
  return result.status === 'applied' || result.status === 'repeated';
}

/** Why an act was not done, in the language of the page. */
export function reasonOf(result: Result): string {
  return ours(result.sentence);
}

/** A random UUID; the browsers' own function is younger than some browsers. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, place) => {
    const value = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
