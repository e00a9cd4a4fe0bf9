/**
 * Acts: the one way in which this page changes anything.
 *
 * An act keeps its id until the store has answered it, and goes again by itself when the network is back, so that it is
 * done once whatever happened to the answer.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, Unreachable } from '../page/door';
import { sentenceOf } from '../page/sign_in';
import { ours } from '../page/words';

export interface Deed {
  readonly kind: string;
  readonly subject: string | null;
  /** The version that the person saw; null where none matters. */
  readonly base: number | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly target?: string | null;
}

export interface Conflict {
  readonly sentence: string;
  readonly mine: string;
  readonly theirs: { readonly value: string; readonly actor: string; readonly at_ms: number };
  readonly version: number;
  readonly deed: Deed;
}

interface Result {
  readonly status: 'applied' | 'repeated' | 'conflict' | 'refused';
  readonly version: number | null;
  readonly sentence: Readonly<Record<'id' | 'en', string>>;
  readonly mine: string | null;
  readonly theirs: Conflict['theirs'] | null;
}

export interface Doing {
  readonly busy: boolean;
  /** The store could not be reached: the act goes when the network is back, or when it is asked for again. */
  readonly waiting: boolean;
  readonly trouble: string;
  readonly conflict: Conflict | null;
  /** @param make what to do; may first send photos. Asked again, it must give the same. */
  readonly start: (make: () => Promise<Deed>) => void;
  readonly again: () => void;
  readonly drop: () => void;
}

/** @param onDone called once the store has done it */
export function useDeed(onDone: () => void): Doing {
  const [state, setState] = useState({
    busy: false,
    waiting: false,
    trouble: '',
    conflict: null as Conflict | null,
  });
  const held = useRef<{ id: string; make: () => Promise<Deed> } | null>(null);
  const done = useRef(onDone);
  done.current = onDone;

  const go = async () => {
    const one = held.current;
    if (one === null) return;
    setState({ busy: true, waiting: false, trouble: '', conflict: null });
    try {
      const deed = await one.make();
      const result = await send(one.id, deed);
      if (held.current !== one) return;
      held.current = null;
      if (result.status === 'applied' || result.status === 'repeated') {
        setState({ busy: false, waiting: false, trouble: '', conflict: null });
        done.current();
        return;
      }
      const sentence = ours(result.sentence);
      const conflict = conflictOf(result, sentence, deed);
      const trouble = conflict === null ? sentence : '';
      setState({ busy: false, waiting: false, trouble, conflict });
    } catch (error) {
      const waiting = error instanceof Unreachable;
      if (!waiting) held.current = null;
      setState({ busy: false, waiting, trouble: sentenceOf(error), conflict: null });
    }
  };
  useEffect(() => {
    const back = () => void go();
    window.addEventListener('online', back);
    return () => window.removeEventListener('online', back);
  }, []);

  return {
    ...state,
    start: (make) => {
      held.current = { id: newId(), make };
      void go();
    },
    again: () => void go(),
    drop: () => {
      held.current = null;
      setState({ busy: false, waiting: false, trouble: '', conflict: null });
    },
  };
}

function send(id: string, deed: Deed): Promise<Result> {
  const body = {
    intent_id: id,
    kind: deed.kind,
    subject: deed.subject,
    base_version: deed.base,
    after_intent: null,
    acted_ms: Date.now(),
    payload: deed.payload,
    target: deed.target ?? null,
  };
  return ask<Result>('POST', '/v1/intents', { body });
}

function conflictOf(result: Result, sentence: string, deed: Deed): Conflict | null {
  if (result.status !== 'conflict' || result.theirs === null) return null;
  const { mine, theirs, version } = result;
  return { sentence, mine: mine ?? '', theirs, version: version ?? 0, deed };
}

const sent = new WeakMap<File, Promise<string>>();

/** Sends a photo to the store and returns its id; the same file asked for again is sent once. */
export function sendPhoto(file: File): Promise<string> {
  const before = sent.get(file);
  if (before !== undefined) return before;
  const headers = { 'Idempotency-Key': keyOf(file) };
  const promise = ask<{ media_id: string }>('POST', '/v1/media', { body: file, headers }).then(
    ({ media_id }) => media_id,
  );
  sent.set(file, promise);
  promise.catch(() => sent.delete(file));
  return promise;
}

const keys = new WeakMap<File, string>();

function keyOf(file: File): string {
  const key = keys.get(file) ?? newId();
  keys.set(file, key);
  return key;
}

/** A random UUID; the browsers' own function is younger than some phones. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, place) => {
    const value = place === 6 ? (byte & 0x0f) | 0x40 : place === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
