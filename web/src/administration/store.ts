/** What this page asks the store for. Everything throws Refusal and Unreachable. */
import { ask } from '../page/door';
import type { Choice, Choices, Shape, Source } from './shape';
import type { Entry } from './value';

export interface EntryPage {
  readonly entries: readonly Entry[];
  /** Whether others follow. */
  readonly more: boolean;
}

export interface Asked {
  readonly search?: string;
  readonly key?: string;
  readonly after?: string;
  readonly limit?: string;
}

export interface Change {
  readonly intent_id: string;
  readonly kind: string;
  readonly key: string;
  /** What an account, a key or a member is called now. */
  readonly called: string;
  /** From what to what, by field; null for a field whose values are nobody else's business. */
  readonly changed: Readonly<Record<string, readonly [unknown, unknown] | null>> | null;
  readonly payload: Entry;
  readonly by: string;
  readonly recorded_ms: number;
}

export interface Delivery {
  readonly message_id: string;
  readonly attempt: number;
  readonly channel: string;
  readonly notices: number;
  readonly tried_ms: number;
  readonly outcome: string;
  readonly why: string;
}

export interface Erasure {
  readonly erasure_id: string;
  readonly erased_ms: number;
  readonly by: string;
  readonly kind: string;
  readonly rows: number;
}

export function readEntries(what: string, asked: Asked, signal?: AbortSignal): Promise<EntryPage> {
  return ask<EntryPage>('GET', `/v1/administration/${what}${query({ ...asked })}`, given(signal));
}

/** Returns one entry, or undefined if it is not there. */
export async function readEntry(shape: Shape, key: string): Promise<Entry | undefined> {
  const { entries } = await readEntries(shape.from ?? shape.what, { key, limit: '1' });
  return entries[0];
}

export async function readHistory(
  asked: { key?: string; kinds?: readonly string[]; before?: Change },
  signal?: AbortSignal,
): Promise<readonly Change[]> {
  const { key, kinds, before } = asked;
  const parameters = {
    ...(key === undefined ? {} : { key }),
    ...(kinds === undefined ? {} : { kind: kinds.join(',') }),
    ...(before === undefined
      ? {}
      : { before_ms: String(before.recorded_ms), before_id: before.intent_id }),
  };
  const path = `/v1/settings/history${query(parameters)}`;
  return (await ask<{ entries: readonly Change[] }>('GET', path, given(signal))).entries;
}

export async function readDeliveries(before?: number): Promise<readonly Delivery[]> {
  const path = `/v1/deliveries${before === undefined ? '' : query({ before_ms: String(before) })}`;
  return (await ask<{ deliveries: readonly Delivery[] }>('GET', path)).deliveries;
}

export async function readErasures(): Promise<readonly Erasure[]> {
  return (await ask<{ erasures: readonly Erasure[] }>('GET', '/v1/erasures')).erasures;
}

/** Makes a code by which somebody sets a new password; it is shown for the only time. */
export function newResetCode(account: string): Promise<{ code: string; ends_ms: number }> {
  const path = `/v1/accounts/${encodeURIComponent(account)}/password/reset`;
  return ask('POST', path, { body: {} });
}

export async function readChoices(sources: readonly Source[]): Promise<Choices> {
  const lists = await Promise.all(
    sources.map(async (source) => [source, await readChoice(source)] as const),
  );
  return Object.fromEntries(lists);
}

const MOST_CHOICES = '1000';

async function readChoice(source: Source): Promise<readonly Choice[]> {
  const { entries } = await readEntries(source, { limit: MOST_CHOICES });
  return entries.map((entry) => {
    const code = String(entry.code);
    return { value: code, name: `${String(entry.name ?? entry.name_id)} (${code})`, given: true };
  });
}

function given(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function query(parameters: Readonly<Record<string, string>>): string {
  const said = Object.entries(parameters).filter(([, value]) => value !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
}
