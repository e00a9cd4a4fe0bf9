/** Where in the page somebody is, by the address's hash. */
import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly at: 'list' }
  | { readonly at: 'map' }
  | { readonly at: 'crew' }
  | { readonly at: 'job'; readonly id: string };

export const TO_LIST = '#/';
export const TO_MAP = '#/map';
export const TO_CREW = '#/crew';

export function toJob(id: string): string {
  return `#/job/${id}`;
}

export function routeOf(hash: string): Route {
  const job = /^#\/job\/(\d+)$/.exec(hash)?.[1];
  if (job !== undefined) return { at: 'job', id: job };
  if (hash === TO_MAP) return { at: 'map' };
  if (hash === TO_CREW) return { at: 'crew' };
  return { at: 'list' };
}

/** The present route; the focus goes to the content when it changes, as it would with a new page. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(window.location.hash));
  useEffect(() => {
    const look = () => {
      setRoute(routeOf(window.location.hash));
      window.scrollTo(0, 0);
      document.getElementById('content')?.focus({ preventScroll: true });
    };
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  return route;
}
