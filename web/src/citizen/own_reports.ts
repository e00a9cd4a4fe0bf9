/** What the store tells of one's own reports, asked anew when there is something new to ask. */
import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../offline/entry';
import { sentenceOf } from '../page/sign_in';
import { claimsOf, type OwnReport, readOwn } from './mine';

export interface OwnReports {
  /** Null while nobody has answered yet. */
  readonly reports: readonly OwnReport[] | null;
  readonly clockMs: number;
  /** Why there is no newer answer; empty: there is none. */
  readonly trouble: string;
}

/**
 * @param entries the phone's
 * @param signedIn whose account's reports are asked for as well; '' for nobody
 * @param opened what part of the page is open: another one is a reason to ask anew
 */
export function useOwnReports(
  entries: readonly Entry[],
  signedIn: string,
  opened: string,
): OwnReports {
  const [told, setTold] = useState<{ reports: readonly OwnReport[]; clockMs: number } | null>(null);
  const [trouble, setTrouble] = useState('');
  const [asked, setAsked] = useState(0);
  const claims = claimsOf(entries);
  // Whatever this phone has had decided makes a new question: a report, a rating, a reopening.
  const done = entries.filter(({ standing }) => standing === 'done').length;

  useEffect(() => {
    let over = false;
    if (claims.length === 0 && signedIn === '') {
      setTold({ reports: [], clockMs: Date.now() });
      return;
    }
    readOwn(claims)
      .then(({ clock_ms, reports }) => {
        if (over) return;
        setTold({ reports, clockMs: clock_ms });
        setTrouble('');
      })
      .catch((error: unknown) => {
        if (!over) setTrouble(sentenceOf(error));
      });
    return () => {
      over = true;
    };
  }, [done, claims.length, signedIn, opened, asked]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') setAsked((count) => count + 1);
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, []);

  return { reports: told?.reports ?? null, clockMs: told?.clockMs ?? Date.now(), trouble };
}
