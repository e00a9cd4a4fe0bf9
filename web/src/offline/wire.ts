/**
 * Carries entries to the store over HTTP, from a page or from its service worker.
 *
 * Owns what counts as an answer: JSON of the store's own shape. Whatever else comes (a hotel's sign-in page, a proxy's
 * error) is nobody's answer, and the entry stays. Acts of nobody in particular go without cookies, so that a sign-in
 * that came later does not make them somebody's.
 */
import type { Wire } from './drain';
import type { Answer, Picture, Reason, Theirs } from './entry';
import type { Intent, Outcome } from './queue';

type Heard = Awaited<ReturnType<Wire['act']>>;

const ACT_WITHIN_MS = 45_000;
/** At 100 kbit/s a photo of half a megabyte takes forty seconds. */
const PHOTO_WITHIN_MS = 180_000;

const NOT_NOW = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Who is signed in, as the store says it. */
interface Session {
  readonly account_id: string | null;
  readonly holder: string | null;
  readonly csrf: string;
}

/**
 * Returns the way to the store for one owner's entries.
 *
 * @param page such as `lapor`; says which page asks where nobody is signed in
 * @param owner account whose entries are carried; empty: nobody's
 */
export function wireOf(page: string, owner: string): Wire {
  let proof: string | null = null;

  async function request(path: string, init: RequestInit, withinMs: number): Promise<Spoken> {
    const headers = new Headers(init.headers);
    headers.set('X-Commandcenter-Page', page);
    if (owner !== '') {
      const asked = proof === null ? await proofOf(owner) : proof;
      if (typeof asked !== 'string') return asked;
      proof = asked;
      headers.set('X-CSRF-Token', proof);
    }
    const credentials = owner === '' ? 'omit' : 'same-origin';
    const spoken = await speak(path, { ...init, headers, credentials }, withinMs);
    if (spoken.status === 401 || spoken.status === 403) proof = null;
    return spoken;
  }

  return {
    async photo(key: string, picture: Picture): Promise<Heard> {
      const headers = { 'Content-Type': picture.type, 'Idempotency-Key': key };
      const init = { method: 'POST', headers, body: new Blob([picture.bytes]) };
      return heard(await request('/v1/media', init, PHOTO_WITHIN_MS), (body) =>
        typeof body.media_id === 'string' ? { kind: 'stored', mediaId: body.media_id } : null,
      );
    },
    async act(intent: Intent): Promise<Heard> {
      const headers = { 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(intent) };
      return heard(await request('/v1/intents', init, ACT_WITHIN_MS), (body) =>
        body.intent_id === intent.intent_id ? decided(body) : null,
      );
    },
  };
}

interface Spoken {
  /** 0: nobody answered. */
  readonly status: number;
  /** Null: no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly waitMs: number | null;
}

const NOBODY: Spoken = { status: 0, body: null, waitMs: null };

async function speak(path: string, init: RequestInit, withinMs: number): Promise<Spoken> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), withinMs);
  try {
    const answer = await fetch(path, { ...init, signal: giveUp.signal, redirect: 'error' });
    const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
    const waitMs = Number.isFinite(seconds) ? seconds * 1000 : null;
    return { status: answer.status, body: objectOf(await answer.text()), waitMs };
  } catch {
    return NOBODY;
  } finally {
    clearTimeout(timer);
  }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Reads an answer: `read` takes what a successful one must hold, or null where it is not that. */
function heard(
  { status, body, waitMs }: Spoken,
  read: (body: Readonly<Record<string, unknown>>) => Outcome | null,
): Heard {
  if (status === 401) return { kind: 'sign_in' };
  const reason = body === null ? null : reasonOf(body);
  // Somebody signed in anew since the proof was asked for.
  if (reason?.code === 'forged_request') return { kind: 'sign_in' };
  if (NOT_NOW.has(status))
    return reason === null ? { kind: 'unreachable' } : { kind: 'busy', waitMs };
  if (status >= 200 && status < 300 && body !== null) return read(body) ?? { kind: 'unreachable' };
  return reason === null ? { kind: 'unreachable' } : { kind: 'refused', reason };
}

function decided(body: Readonly<Record<string, unknown>>): Outcome | null {
  if (body.status === 'applied' || body.status === 'repeated') {
    return { kind: 'applied', answer: body as unknown as Answer };
  }
  const reason = reasonOf(body);
  return reason === null ? null : { kind: 'refused', reason };
}

function reasonOf(body: Readonly<Record<string, unknown>>): Reason | null {
  const { code, sentence, theirs } = body;
  if (typeof code !== 'string' || typeof sentence !== 'object' || sentence === null) return null;
  const said = { code, sentence: sentence as Record<string, string> };
  return typeof theirs === 'object' ? { ...said, theirs: theirs as Theirs | null } : said;
}

/** Returns whose acts those of a sign-in are; a crew's own key is nobody's account. */
export function ownerOf({ account_id, holder }: Omit<Session, 'csrf'>): string {
  return account_id ?? (holder === null ? '' : `crew:${holder}`);
}

/** Returns what proves a request by this account's sign-in, or what came instead: nobody, or somebody else. */
async function proofOf(owner: string): Promise<string | Spoken> {
  const init = { method: 'GET', credentials: 'same-origin' } as const;
  const spoken = await speak('/v1/session', init, ACT_WITHIN_MS);
  if (spoken.status !== 200 || spoken.body === null) return spoken;
  const session = spoken.body as unknown as Session;
  return ownerOf(session) === owner ? session.csrf : { ...spoken, status: 401 };
}
