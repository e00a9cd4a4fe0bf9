/**
 * Where in the page one is: `#/crews`, `#/crews/new`, `#/crews/entry/PPSU-1`.
 */

export type Route =
  | { readonly at: 'home' }
  | { readonly at: 'list'; readonly what: string }
  | { readonly at: 'new'; readonly what: string; readonly given: URLSearchParams }
  | { readonly at: 'entry'; readonly what: string; readonly key: string };

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [what = '', verb, key] = path.split('/').map(decode);
  if (what === '') return { at: 'home' };
  if (verb === 'new') return { at: 'new', what, given: new URLSearchParams(query) };
  if (verb === 'entry' && key !== undefined) return { at: 'entry', what, key };
  return { at: 'list', what };
}

export function listAt(what: string): string {
  return `#/${what}`;
}

export function entryAt(what: string, key: string): string {
  return `#/${what}/entry/${encodeURIComponent(key)}`;
}

export function newAt(what: string, given: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(given).toString();
  return `#/${what}/new${query === '' ? '' : `?${query}`}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
