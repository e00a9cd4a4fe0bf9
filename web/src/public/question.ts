/** Which reports somebody wants to see, as it stands in the page's address and as the store is asked. */
import type { State } from '../page/look';

export interface Question {
  /** Empty: all. */
  readonly states: readonly State[];
  /** A category's code; empty: all. */
  readonly category: string;
  /** An area's code; empty: the whole city. */
  readonly area: string;
  /** Reported in the last so many hours; 0: ever. */
  readonly lastHours: number;
}

export const EVERYTHING: Question = { states: [], category: '', area: '', lastHours: 0 };

const STATES: readonly State[] = [
  'waiting',
  'coordinating',
  'delegated',
  'in_progress',
  'estimated',
  'done',
  'rejected',
  'reopened',
];

export const ALL_STATES = STATES;

/** The parameters that the store and the address both know. */
export function parametersOf(question: Question): URLSearchParams {
  const found = new URLSearchParams();
  if (question.states.length > 0) found.set('state', question.states.join(','));
  if (question.category !== '') found.set('category', question.category);
  if (question.area !== '') found.set('area', question.area);
  if (question.lastHours > 0) found.set('last_h', String(question.lastHours));
  return found;
}

/** Reads what `parametersOf` wrote; what can't be read is left out. */
export function questionOf(parameters: URLSearchParams): Question {
  const named = (parameters.get('state') ?? '').split(',');
  const hours = Number(parameters.get('last_h') ?? '0');
  return {
    states: STATES.filter((state) => named.includes(state)),
    category: parameters.get('category') ?? '',
    area: parameters.get('area') ?? '',
    lastHours: Number.isInteger(hours) && hours > 0 && hours <= 87_840 ? hours : 0,
  };
}

export function isEverything(question: Question): boolean {
  return parametersOf(question).toString() === '';
}
