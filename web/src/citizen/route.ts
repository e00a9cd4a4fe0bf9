/** Which part of the page is open: the address's part behind #, so that the page is one document. */
import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly name: 'new' }
  | { readonly name: 'mine' }
  | { readonly name: 'beds' }
  | { readonly name: 'sign_in' }
  | { readonly name: 'register' }
  /** One of one's own reports, by id; or one that waits here, by its entry's id. */
  | { readonly name: 'report'; readonly id: string };

export function routeOf(hash: string): Route {
  const [name, id] = hash.replace(/^#\/?/, '').split('/');
  if (name === 'report' && id) return { name, id: decodeURIComponent(id) };
  if (name === 'mine' || name === 'beds' || name === 'sign_in' || name === 'register') {
    return { name };
  }
  return { name: 'new' };
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const look = () => setHash(location.hash);
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  return routeOf(hash);
}

export function goTo(hash: string): void {
  location.hash = hash;
}
