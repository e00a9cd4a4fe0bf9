/** A crew's page as the store tells it (`GET /v1/jobs`), and the way of a job. */
import { t, word } from '../page/words';

export type JobState =
  | 'planned'
  | 'sent'
  | 'accepted'
  | 'en_route'
  | 'on_site'
  | 'done'
  | 'failed'
  | 'withdrawn';

export interface Photo {
  readonly id: string;
  readonly stage: 'before' | 'progress' | 'after';
  /** Null: only its source has it. */
  readonly url: string | null;
}

/** What a job is about; nothing of whoever reported it. */
export interface JobReport {
  readonly number: string;
  readonly category: string;
  readonly priority: 'low' | 'normal' | 'high' | 'emergency';
  /** Degrees, WGS 84; null where only an address is known. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly area_name: string | null;
  readonly address: string | null;
  readonly description: string;
  readonly created_ms: number;
  readonly close_by_ms: number | null;
  readonly simulated: boolean;
  readonly media: readonly Photo[];
}

export interface Job {
  readonly id: string;
  readonly version: number;
  readonly state: JobState;
  /** Place in the list of jobs that have not ended, from 1. */
  readonly sequence: number;
  /** Why it failed or was withdrawn; else empty. */
  readonly reason: string;
  /** What the crew has to know; may be empty. */
  readonly note: string;
  readonly ended_ms: number | null;
  readonly report: JobReport;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly present: boolean;
}

export interface Crew {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly state: string;
  /** Empty: it may be sent. */
  readonly unavailable_reason: string;
}

export interface Shift {
  readonly name: string;
  /** Minutes after midnight, WIB; an end at or before the beginning is on the next day. */
  readonly begins_min: number;
  readonly ends_min: number;
}

export interface CrewPage {
  /** The store's clock when it answered. */
  readonly clock_ms: number;
  readonly crew: Crew;
  readonly shift: Shift | null;
  readonly members: readonly Member[];
  readonly jobs: readonly Job[];
}

/** Each state that a crew walks through by itself, and the one that follows. */
const NEXT: Partial<Record<JobState, JobState>> = {
  sent: 'accepted',
  accepted: 'en_route',
  en_route: 'on_site',
  on_site: 'done',
};

export function nextState(state: JobState): JobState | undefined {
  return NEXT[state];
}

export function isUnderWay(state: JobState): boolean {
  return state === 'en_route' || state === 'on_site';
}

export function hasEnded(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'withdrawn';
}

/** Whether a crew may say that it can't be done: once it was sent, until it has ended. */
export function mayFail(state: JobState): boolean {
  return state !== 'planned' && !hasEnded(state);
}

/**
 * Returns the states that lead from one state to another, the last one included; undefined: none do.
 */
export function wayTo(from: JobState, to: JobState): readonly JobState[] | undefined {
  if (to === 'failed') return mayFail(from) ? ['failed'] : undefined;
  const way: JobState[] = [];
  for (let at = nextState(from); at !== undefined; at = nextState(at)) {
    way.push(at);
    if (at === to) return way;
  }
  return undefined;
}

const WORD: Readonly<Record<JobState, string>> = {
  planned: word('Planned'),
  sent: word('New'),
  accepted: word('Accepted'),
  en_route: word('On the way'),
  on_site: word('On site'),
  done: word('Finished'),
  failed: word('Could not be done'),
  withdrawn: word('Withdrawn'),
};

/** Shapes beside the words, so that neither colour nor reading is needed. */
const SHAPE: Readonly<Record<JobState, string>> = {
  planned: '◇',
  sent: '▲',
  accepted: '◆',
  en_route: '➤',
  on_site: '●',
  done: '✓',
  failed: '✕',
  withdrawn: '↩',
};

export function jobWord(state: JobState): string {
  return t(WORD[state]);
}

export function jobShape(state: JobState): string {
  return SHAPE[state];
}

/** Whether a text, such as a conflict's value, is a state of a job. */
export function isJobState(text: string): text is JobState {
  return text in WORD;
}
