/**
 * The way to the store: JSON there and back.
 *
 * Owns the headers that prove a request is this page's own, and what becomes of failures: `Refusal` where the store said
 * no, `Unreachable` where nobody answered.
 */
import { type Language, ours } from './words';

/** What the store says when it says no. */
export interface Failure {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly retryable: boolean;
  readonly sentence: Readonly<Record<Language, string>>;
}

/** The store answered, and refuses. The message is its sentence, in the language of the page. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly failure: Failure,
  ) {
    super(ours(failure.sentence));
    this.name = 'Refusal';
  }
}

/** No answer came: no network, or nobody there. Whether the store has done what was asked is not known. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable');
    this.name = 'Unreachable';
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Question {
  /** Sent as JSON; a blob is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

let csrf = '';
let page = '';

/** Says which page asks, for those who ask without having signed in. */
export function openDoor(name: string): void {
  page = name;
}

/** Takes what proves that a request by this sign-in is a page's own; empty: nobody is signed in. */
export function holdProof(token: string): void {
  csrf = token;
}

/**
 * Asks the store.
 *
 * @param path below the store's own address, such as `/v1/city`
 * @returns the answer's JSON; undefined where there is none
 * @throws Refusal if the store says no
 * @throws Unreachable if no whole answer came
 * @throws DOMException named AbortError if the signal said so
 */
export async function ask<Answer>(
  method: Method,
  path: string,
  { body, headers = {}, signal }: Question = {},
): Promise<Answer> {
  const request: RequestInit = {
    method,
    headers: { ...proof(), ...typeOf(body), ...headers },
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
  let status: number;
  let text: string;
  let ok: boolean;
  try {
    const answer = await fetch(path, request);
    ({ status, ok } = answer);
    text = await answer.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable();
  }
  if (ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
  throw new Refusal(status, failureOf(text));
}

/**
 * Asks the store for a picture that not everybody may see.
 *
 * @throws Refusal if the store says no
 * @throws Unreachable if no whole answer came
 */
export async function askPicture(path: string, body: unknown): Promise<Blob> {
  let answer: Response;
  let picture: Blob;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { ...proof(), ...typeOf(body) },
      credentials: 'same-origin',
      body: JSON.stringify(body),
    });
    picture = await answer.blob();
  } catch {
    throw new Unreachable();
  }
  if (answer.ok) return picture;
  throw new Refusal(answer.status, failureOf(await picture.text()));
}

function proof(): Record<string, string> {
  return { 'X-Commandcenter-Page': page, ...(csrf === '' ? {} : { 'X-CSRF-Token': csrf }) };
}

function typeOf(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  if (body instanceof Blob) return { 'Content-Type': body.type || 'application/octet-stream' };
  return { 'Content-Type': 'application/json' };
}

/** Reads what the store says when it says no; a proxy on the way says no in its own way. */
export function failureOf(text: string): Failure {
  try {
    const said = JSON.parse(text) as Failure;
    if (typeof said.sentence.id === 'string') return said;
  } catch {
    // Said below.
  }
  return {
    code: 'no_answer_of_the_store',
    params: {},
    retryable: true,
    sentence: {
      id: 'Pusat data sedang tidak dapat menjawab. Coba lagi sebentar lagi.',
      en: 'The store can’t answer at the moment. Try again in a little while.',
    },
  };
}
