import { afterEach, expect, test, vi } from 'vitest';
import { wireOf } from '../../src/offline/wire';

const INTENT = {
  intent_id: 'intent-1',
  kind: 'note',
  subject: '1',
  target: null,
  base_version: null,
  after_intent: null,
  acted_ms: 0,
  payload: {},
};
const SENTENCE = { id: 'Tidak.', en: 'No.' };
const APPLIED = { intent_id: 'intent-1', status: 'applied', subject: '1' };

/** Answers requests in turn; an error means that nobody was there. */
function answers(...given: (Response | Error)[]) {
  const asked = vi.fn(async (_path: string, _init: RequestInit) => {
    const answer = given.shift() ?? new Error('no more');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  vi.stubGlobal('fetch', asked);
  return asked;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

afterEach(() => vi.unstubAllGlobals());

const said = (code: string) => ({ code, params: {}, retryable: false, sentence: SENTENCE });

test.each([
  ['applied', json(200, APPLIED), 'applied'],
  ['repeated', json(200, { ...APPLIED, status: 'repeated' }), 'applied'],
  ['refused', json(200, { ...APPLIED, status: 'refused', ...said('not_own') }), 'refused'],
  ['in conflict', json(200, { ...APPLIED, status: 'conflict', ...said('changed') }), 'refused'],
  ['not taken at all', json(413, said('body_too_large')), 'refused'],
  ['put off', json(503, said('store_unavailable')), 'busy'],
  ['too often', json(429, said('too_many_requests'), { 'Retry-After': '7' }), 'busy'],
  ['without a sign-in', json(401, said('token_missing')), 'sign_in'],
  ['with an old proof', json(403, said('forged_request')), 'sign_in'],
  ['without a network', new Error('offline'), 'unreachable'],
  ['answered by a hotel', new Response('<html>Welcome</html>', { status: 200 }), 'unreachable'],
  ['refused by a hotel', new Response('<html>Pay</html>', { status: 403 }), 'unreachable'],
  ['met by a proxy', new Response('Bad gateway', { status: 502 }), 'unreachable'],
  ['taken for another', json(200, { ...APPLIED, intent_id: 'other' }), 'unreachable'],
] as const)('an act that is %s', async (_name, answer, kind) => {
  answers(answer);
  expect((await wireOf('lapor', '').act(INTENT)).kind).toBe(kind);
});

test('a store that says how long to wait is waited for', async () => {
  answers(json(429, said('too_many_requests'), { 'Retry-After': '7' }));
  expect(await wireOf('lapor', '').act(INTENT)).toEqual({ kind: 'busy', waitMs: 7000 });
});

test('what is nobody’s goes without cookies, whoever is signed in by now', async () => {
  const asked = answers(json(200, APPLIED));
  await wireOf('lapor', '').act(INTENT);
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ credentials: 'omit' });
});

test('what is somebody’s goes with the proof of their sign-in, and waits while another is signed in', async () => {
  const asked = answers(json(200, { account_id: 'budi', csrf: 'proof' }), json(200, APPLIED));
  expect((await wireOf('regu', 'budi').act(INTENT)).kind).toBe('applied');
  const headers = asked.mock.calls[1]?.[1].headers as Headers;
  expect(headers.get('X-CSRF-Token')).toBe('proof');
  answers(json(200, { account_id: 'sari', csrf: 'proof' }));
  expect((await wireOf('regu', 'budi').act(INTENT)).kind).toBe('sign_in');
  answers(new Error('offline'));
  expect((await wireOf('regu', 'budi').act(INTENT)).kind).toBe('unreachable');
});

test('a photo goes as it is, under its own key', async () => {
  const asked = answers(json(201, { media_id: 'm1' }));
  const picture = { bytes: new TextEncoder().encode('jpeg').buffer, type: 'image/jpeg' };
  const heard = await wireOf('lapor', '').photo('key-1', picture);
  expect(heard).toEqual({ kind: 'stored', mediaId: 'm1' });
  const headers = asked.mock.calls[0]?.[1].headers as Headers;
  expect([headers.get('Idempotency-Key'), headers.get('Content-Type')]).toEqual([
    'key-1',
    'image/jpeg',
  ]);
});

test('a crew’s own key, which is nobody’s account, sends what the crew did, and no other crew’s', async () => {
  const session = { account_id: null, holder: 'A', csrf: 'proof' };
  answers(json(200, session), json(200, APPLIED));
  expect((await wireOf('crew', 'crew:A').act(INTENT)).kind).toBe('applied');
  answers(json(200, session));
  expect((await wireOf('crew', 'crew:B').act(INTENT)).kind).toBe('sign_in');
});

test('a conflict brings along what somebody else made of it', async () => {
  const theirs = { value: 'withdrawn', actor: 'Meja 1', at_ms: 5 };
  answers(json(200, { ...APPLIED, status: 'conflict', ...said('target_changed'), theirs }));
  expect(await wireOf('lapor', '').act(INTENT)).toMatchObject({
    kind: 'refused',
    reason: { code: 'target_changed', theirs },
  });
});
