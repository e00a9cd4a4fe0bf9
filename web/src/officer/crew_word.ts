/** Words for what crews do and where their jobs stand. */
import { t, word } from '../page/words';

const CREW: Readonly<Record<string, string>> = {
  off: word('not at work'),
  available: word('free'),
  assigned: word('has jobs'),
  en_route: word('on the way'),
  on_site: word('at work at a place'),
  returning: word('coming back'),
  unavailable: word('not to be sent'),
};

const JOB: Readonly<Record<string, string>> = {
  planned: word('planned'),
  sent: word('sent'),
  accepted: word('accepted'),
  en_route: word('on the way'),
  on_site: word('at work at a place'),
  done: word('done'),
  failed: word('failed'),
  withdrawn: word('withdrawn'),
};

export function crewWord(state: string): string {
  return t(CREW[state] ?? state);
}

export function jobWord(state: string): string {
  return t(JOB[state] ?? state);
}
