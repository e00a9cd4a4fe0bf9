/** Where in the page somebody is, as it stands behind the `#` of the address, so that a link leads back there. */
import { parametersOf, type Question, questionOf } from './question';

export interface Route {
  readonly view: 'map' | 'figures';
  /** Number of the report whose sheet is open; empty: none. */
  readonly report: string;
  readonly question: Question;
}

/** `#/figures?…`, `#/report/NUMBER?…`, anything else is the map. */
export function routeOf(hash: string): Route {
  const [path = '', parameters = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', second = ''] = path.split('/');
  return {
    view: first === 'figures' ? 'figures' : 'map',
    report: first === 'report' ? decoded(second) : '',
    question: questionOf(new URLSearchParams(parameters)),
  };
}

export function hashOf({ view, report, question }: Route): string {
  const path = report !== '' ? `report/${encodeURIComponent(report)}` : view === 'map' ? '' : view;
  const parameters = parametersOf(question).toString();
  return `#/${path}${parameters === '' ? '' : `?${parameters}`}`;
}

/** An address that somebody cut in the middle of an escape is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
