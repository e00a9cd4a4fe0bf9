/**
 * What a crew sees: the store's word with the phone's own acts laid over it, those that wait and those whose effect has
 * not come back yet.
 *
 * Plain functions over what the store said and what lies in the outbox. Of a job whose act was refused nothing is laid
 * over: what holds is what the store says, and the act stands beside it until somebody decides.
 */
import type { ActEntry, Entry, PhotoEntry, Reason } from '../offline/entry';
import { type Crew, type CrewPage, isJobState, isUnderWay, type Job, type JobState } from './job';

/** A job as it is shown. */
export interface ShownJob {
  readonly job: Job;
  /** As the crew sees it, its own acts included. */
  readonly state: JobState;
  /** Own acts that have not been answered, in order. */
  readonly waiting: readonly ActEntry[];
  /** What the store said no to, if it did; what is behind it waits. */
  readonly stuck: Stuck | undefined;
  /** The entry that a further act is built on, as `Outbox` wants it; null: on what the store says. */
  readonly after: string | null;
}

/** An act, or a photo that an act names, that the store said no to. */
export interface Stuck {
  readonly entry: ActEntry | PhotoEntry;
  readonly reason: Reason;
  /** Where the acts that wait wanted the job to be. */
  readonly wanted: JobState;
}

export interface ShownMember {
  readonly id: string;
  readonly name: string;
  readonly present: boolean;
  readonly pending: boolean;
}

export interface Shown {
  /** Jobs that have not ended, in the order of the list. */
  readonly open: readonly ShownJob[];
  /** Jobs that ended in the last hours, latest first. */
  readonly ended: readonly ShownJob[];
  readonly members: readonly ShownMember[];
  readonly unavailableReason: string;
  readonly availabilityPending: boolean;
  /** The job that the crew is on its way to or at work for. */
  readonly underWay: ShownJob | undefined;
}

/** Chains of the outbox: acts on one job are sent in order, those on different ones don't hold each other up. */
export function chainOfJob(id: string): string {
  return `job:${id}`;
}

export function chainOfCrew(code: string): string {
  return `crew:${code}`;
}

/** What the store said last. */
export interface Told {
  readonly page: CrewPage;
  /** When it was asked, by the phone's clock; the store's own may be another. */
  readonly askedMs: number;
}

/**
 * Lays a phone's acts over what the store said.
 *
 * @param told as the store told it last
 * @param entries of the outbox of whoever is signed in, in order
 */
export function shownOf(told: Told, entries: readonly Entry[]): Shown {
  const { page } = told;
  const jobs = page.jobs.map((job) => shownJob(job, entries));
  const open = jobs.filter(({ job, state, stuck }) => isStillOpen(job, state) || stuck);
  const ended = jobs
    .filter((each) => !open.includes(each))
    .sort((one, other) => (other.job.ended_ms ?? Infinity) - (one.job.ended_ms ?? Infinity));
  return {
    open,
    ended,
    members: shownMembers(told, entries),
    ...shownAvailability(page.crew, entries),
    underWay: open.find(({ state }) => isUnderWay(state)),
  };
}

function isStillOpen(job: Job, state: JobState): boolean {
  return job.ended_ms === null && state !== 'done' && state !== 'failed';
}

function shownJob(job: Job, entries: readonly Entry[]): ShownJob {
  const chain = entries.filter((entry) => entry.chain === chainOfJob(job.id));
  const moves = chain.filter((entry): entry is ActEntry => isMove(entry) && !isSeen(job, entry));
  const waiting = moves.filter(({ standing }) => standing !== 'done');
  const stuck = stuckOf(chain, waiting);
  if (stuck !== undefined) return { job, state: job.state, waiting, stuck, after: null };
  const last = moves.at(-1);
  const state = last === undefined ? job.state : stateOf(last);
  return { job, state, waiting, stuck, after: last?.id ?? null };
}

function isMove(entry: Entry): entry is ActEntry {
  return entry.what === 'act' && entry.act.kind === 'move_job';
}

/** Whether the store's word has an act's effect in it. */
function isSeen(job: Job, { answer }: ActEntry): boolean {
  return answer !== null && (answer.version ?? 0) <= job.version;
}

function stuckOf(chain: readonly Entry[], waiting: readonly ActEntry[]): Stuck | undefined {
  const entry = chain.find(({ standing }) => standing === 'refused');
  const last = waiting.at(-1);
  if (entry === undefined || entry.reason === null || last === undefined) return undefined;
  return { entry, reason: entry.reason, wanted: stateOf(last) };
}

/** Where a move wants its job to be. */
export function stateOf({ act }: ActEntry): JobState {
  const wanted = act.payload.to_state;
  return typeof wanted === 'string' && isJobState(wanted) ? wanted : 'sent';
}

function shownMembers(told: Told, entries: readonly Entry[]): ShownMember[] {
  return told.page.members.map(({ id, name, present }) => {
    const last = lastOf(told, entries, 'mark_presence', id);
    if (last === undefined) return { id, name, present, pending: false };
    return {
      id,
      name,
      present: last.act.payload.present === true,
      pending: last.standing !== 'done',
    };
  });
}

function shownAvailability(
  crew: Crew,
  entries: readonly Entry[],
): Pick<Shown, 'unavailableReason' | 'availabilityPending'> {
  const said = entries.filter(
    (entry): entry is ActEntry =>
      entry.what === 'act' &&
      entry.act.kind === 'set_availability' &&
      entry.standing !== 'refused' &&
      !(entry.answer !== null && (entry.answer.version ?? 0) <= crew.version),
  );
  const last = said.at(-1);
  if (last === undefined) {
    return { unavailableReason: crew.unavailable_reason, availabilityPending: false };
  }
  const { available, reason } = last.act.payload;
  return {
    unavailableReason: available === true ? '' : String(reason ?? ''),
    availabilityPending: last.standing !== 'done',
  };
}

/** The last act of a kind on a target that the store's word does not hold yet. */
function lastOf(
  { askedMs }: Told,
  entries: readonly Entry[],
  kind: string,
  target: string,
): ActEntry | undefined {
  return entries
    .filter(
      (entry): entry is ActEntry =>
        entry.what === 'act' && entry.act.kind === kind && entry.act.target === target,
    )
    .filter(({ standing, sinceMs }) =>
      // Who is at work has no version: what was answered after the page was asked for may not be in it.
      standing === 'done' ? sinceMs > askedMs : standing === 'waiting',
    )
    .at(-1);
}
