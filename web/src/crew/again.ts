/**
 * What becomes of a job's acts that the store said no to, because a colleague or a dispatcher was faster.
 *
 * Plain functions over the entries of an outbox. A photo is never sent twice and never lost: going on keeps it, and what
 * has been uploaded stays uploaded, since the store has done nothing with it.
 */
import type { ActEntry, Entry } from '../offline/entry';
import { type Change, UNCHANGED } from '../offline/queue';
import { type Job, type JobState, wayTo } from './job';
import { chainOfJob, stateOf } from './shown';

/** Returns the states that going on would lead a job through from where it stands; undefined: it leads nowhere. */
export function wayOn(job: Job, wanted: JobState): readonly JobState[] | undefined {
  return job.state === wanted ? undefined : wayTo(job.state, wanted);
}

/**
 * Returns what it changes to go on from where the job stands now: acts that somebody else made superfluous go, the
 * others get new names and the present version as their base. Nothing, where no way leads on.
 */
export function goOn(entries: readonly Entry[], job: Job, newName: () => string): Change {
  const acts = unanswered(entries, job);
  const last = acts.at(-1);
  const way = last === undefined ? undefined : wayOn(job, stateOf(last));
  if (way === undefined) return UNCHANGED;
  const kept = acts.filter((entry) => way.includes(stateOf(entry)));
  const put: Entry[] = kept.map((entry, place) => ({
    ...entry,
    ...ANEW,
    act: { ...entry.act, base_version: job.version },
    after: kept[place - 1]?.id ?? null,
    intentId: newName(),
    renewed: 0,
  }));
  const photos = refusedPhotos(entries, job).map((photo) => ({
    ...photo,
    ...ANEW,
    key: newName(),
  }));
  return {
    put: [...photos, ...put],
    remove: withPhotos(acts.filter((act) => !kept.includes(act))),
  };
}

/** Returns what it changes to drop all acts on a job that the store has not taken. */
export function giveUp(entries: readonly Entry[], job: Job): Change {
  return { ...UNCHANGED, remove: withPhotos(unanswered(entries, job)) };
}

/** Returns what it changes to take back an act that has not been sent, and what was built on it. */
export function takeBack(entries: readonly Entry[], job: Job, id: string): Change {
  const acts = unanswered(entries, job);
  const from = acts.findIndex((act) => act.id === id);
  return from < 0 ? UNCHANGED : { ...UNCHANGED, remove: withPhotos(acts.slice(from)) };
}

const ANEW = { standing: 'waiting', tries: 0, notBeforeMs: 0, reason: null } as const;

function unanswered(entries: readonly Entry[], job: Job): ActEntry[] {
  return entries.filter(
    (entry): entry is ActEntry =>
      entry.what === 'act' && entry.chain === chainOfJob(job.id) && entry.standing !== 'done',
  );
}

function refusedPhotos(entries: readonly Entry[], job: Job) {
  return entries
    .filter((entry) => entry.what === 'photo')
    .filter(({ chain, standing }) => chain === chainOfJob(job.id) && standing === 'refused');
}

function withPhotos(acts: readonly ActEntry[]): string[] {
  return acts.flatMap(({ id, photos }) => [id, ...photos]);
}
