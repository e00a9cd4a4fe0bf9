/** Jobs and outbox entries in the fewest words. */
import type { CrewPage, Job, JobState } from '../../src/crew/job';
import { chainOfJob, type Told } from '../../src/crew/shown';
import type { ActEntry, Entry, PhotoEntry, Standing } from '../../src/offline/entry';

export function job(id: string, state: JobState = 'sent', fields: Partial<Job> = {}): Job {
  return {
    id,
    version: 2,
    state,
    sequence: 1,
    reason: '',
    note: '',
    ended_ms: null,
    report: {
      number: `JK261130-00000${id}`,
      category: 'SAMPAH',
      priority: 'normal',
      lon: 106.85,
      lat: -6.25,
      area_name: 'Barat',
      address: null,
      description: 'Selokan mampet',
      created_ms: 0,
      close_by_ms: null,
      simulated: false,
      media: [],
    },
    ...fields,
  };
}

export function page(...jobs: Job[]): CrewPage {
  return {
    clock_ms: 1_000_000,
    crew: { code: 'A', version: 1, name: 'Regu A', state: 'available', unavailable_reason: '' },
    shift: null,
    members: [
      { id: 'A-1', name: 'Petugas 1', present: false },
      { id: 'A-2', name: 'Petugas 2', present: true },
    ],
    jobs,
  };
}

export function told(...jobs: Job[]): Told {
  return { page: page(...jobs), askedMs: 500 };
}

export interface MoveFields {
  readonly standing?: Standing;
  readonly version?: number;
  readonly after?: string | null;
  readonly photos?: readonly string[];
}

let order = 0;

/** A move of job `1` unless told otherwise. */
export function move(id: string, to: JobState, fields: MoveFields = {}, jobId = '1'): ActEntry {
  const { standing = 'waiting', version, after = null, photos = [] } = fields;
  return {
    ...kept(id, chainOfJob(jobId), standing),
    what: 'act',
    act: act('move_job', jobId, { to_state: to }),
    intentId: `intent-${id}`,
    after,
    photos,
    renewed: 0,
    answer:
      version === undefined
        ? null
        : { intent_id: `intent-${id}`, subject: null, number: null, version, target: jobId },
  };
}

export function photo(id: string, standing: Standing = 'waiting', jobId = '1'): PhotoEntry {
  const mediaId = standing === 'done' ? `media-${id}` : null;
  return { ...kept(id, chainOfJob(jobId), standing), what: 'photo', key: `key-${id}`, mediaId };
}

/** Something said of the crew itself. */
export function said(
  id: string,
  kind: string,
  target: string,
  payload: Record<string, unknown>,
  standing: Standing = 'waiting',
  sinceMs = 0,
): ActEntry {
  return {
    ...kept(id, 'crew:A', standing),
    sinceMs,
    what: 'act',
    act: act(kind, target, payload),
    intentId: `intent-${id}`,
    after: null,
    photos: [],
    renewed: 0,
    answer: null,
  };
}

function act(kind: string, target: string, payload: Record<string, unknown>) {
  return { kind, subject: null, target, base_version: 2, acted_ms: 0, payload };
}

function kept(id: string, chain: string, standing: Standing) {
  order += 1;
  const reason =
    standing === 'refused' ? { code: 'target_changed', sentence: { id: 'Lain' } } : null;
  return {
    id,
    order,
    chain,
    owner: 'crew:A',
    standing,
    tries: 0,
    notBeforeMs: 0,
    sinceMs: 0,
    keptMs: 0,
    reason,
  };
}

export function ids(entries: readonly Entry[]): string[] {
  return entries.map(({ id }) => id);
}
