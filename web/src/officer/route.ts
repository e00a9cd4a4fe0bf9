/** Where one is inside the page: what stands behind the address' `#`. */
import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly at: 'work' }
  | { readonly at: 'report'; readonly id: string }
  | { readonly at: 'moderation' }
  | { readonly at: 'reviews' };

export const WORK = '#/';
export const MODERATION = '#/moderation';
export const REVIEWS = '#/reviews';

export function toReport(id: string): string {
  return `#/report/${id}`;
}

export function routeOf(hash: string): Route {
  const [, first = '', second = ''] = hash.replace(/^#/, '').split('/');
  if (first === 'report' && /^[\w-]+$/.test(second)) return { at: 'report', id: second };
  if (first === 'moderation' || first === 'reviews') return { at: first };
  return { at: 'work' };
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(window.location.hash));
  useEffect(() => {
    const look = () => setRoute(routeOf(window.location.hash));
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  return route;
}
