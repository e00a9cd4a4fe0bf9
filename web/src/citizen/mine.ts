/** One's own reports: what the outbox knows of them, and what the store tells. */
import type { Entry } from '../offline/entry';
import { ask, askPicture } from '../page/door';
import type { State } from '../page/look';

export interface StoryEntry {
  readonly kind: string;
  readonly state: State;
  /** Words that are for whoever reported: an answer, or a reason. */
  readonly text: string;
  readonly at_ms: number;
}

export interface OwnPhoto {
  readonly media_id: string;
  readonly stage: 'before' | 'progress' | 'after';
  readonly at_ms: number;
}

export interface OwnReport {
  readonly report: string;
  readonly number: string;
  readonly version: number;
  readonly category: string;
  readonly state: State;
  readonly description: string;
  readonly address: string | null;
  readonly area: string | null;
  readonly agency: string | null;
  readonly created_ms: number;
  readonly closed_ms: number | null;
  readonly close_by_ms: number;
  readonly expected_ms: number | null;
  readonly supporters: number;
  readonly simulated: boolean;
  readonly private: boolean;
  readonly public: boolean;
  readonly story: readonly StoryEntry[];
  readonly photos: readonly OwnPhoto[];
}

/** A report that this phone has sent, with what proves it. */
export interface Claim {
  readonly report: string;
  readonly secret: string;
}

const MOST_AT_ONCE = 100;

/** Returns what this phone has sent and can prove, newest first. */
export function claimsOf(entries: readonly Entry[]): Claim[] {
  return entries
    .flatMap((entry) => {
      if (entry.what !== 'act' || entry.act.kind !== 'submit_report') return [];
      const report = entry.answer?.subject ?? null;
      const { secret } = entry.act.payload;
      return report === null || typeof secret !== 'string' ? [] : [{ report, secret }];
    })
    .reverse()
    .slice(0, MOST_AT_ONCE);
}

/** Returns which reports this phone sent while nobody was signed in: no account has them. */
export function sentUnsigned(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap((entry) =>
      entry.what === 'act' && entry.act.kind === 'submit_report' && entry.owner === ''
        ? (entry.answer?.subject ?? [])
        : [],
    ),
  );
}

/** Asks the store; nothing of the question stands in an address. Throws Refusal and Unreachable. */
export async function readOwn(claims: readonly Claim[]): Promise<{
  readonly clock_ms: number;
  readonly reports: readonly OwnReport[];
}> {
  return ask('POST', '/v1/own-reports', { body: { reports: claims } });
}

/** Returns the address of a photo of one's own report, to be revoked. Throws Refusal and Unreachable. */
export async function readOwnPhoto(
  report: string,
  secret: string | undefined,
  mediaId: string,
): Promise<string> {
  const body = { report, media_id: mediaId, size: 'medium', ...(secret ? { secret } : {}) };
  return URL.createObjectURL(await askPicture('/v1/own-reports/photo', body));
}
