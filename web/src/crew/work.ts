/**
 * A crew's work on this phone: what the store said last, what is kept, and what waits to be sent, as one state.
 *
 * Owns when the store is asked again: at the start, after each of the phone's acts was answered, when the network is back
 * or the page is looked at again, and every few seconds while somebody looks.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Entry } from '../offline/entry';
import { type Look, type Outbox, open } from '../offline/outbox';
import { ownerOf } from '../offline/wire';
import { type City, readCity } from '../page/city';
import { ask, Refusal } from '../page/door';
import type { Person } from '../page/session';
import type { CrewPage } from './job';
import { type KeptPage, keepPage, keepPhotos } from './keep';
import { type News, newsBetween } from './news';
import { chainOfJob, type Shown, shownOf, type Told } from './shown';

const ASK_EVERY_MS = 15_000;
const NONE: readonly Entry[] = [];

/** Whether the store answers: `asking` until it did once. */
export type Line = 'asking' | 'there' | 'away' | 'sign_in';

export interface Work {
  readonly told: Told | undefined;
  readonly city: City | undefined;
  readonly shown: Shown | undefined;
  readonly entries: readonly Entry[];
  readonly outbox: Outbox | undefined;
  /** How many acts the store has not taken; undefined while nobody has looked into the outbox. */
  readonly waiting: number | undefined;
  readonly line: Line;
  /** Whether what is shown holds now: since the page was opened the store has answered and the outbox was looked into. */
  readonly isSure: boolean;
  /** The store's sentence where it refuses to show anything. */
  readonly trouble: string;
  readonly news: readonly News[];
  readonly dismissNews: () => void;
  readonly refresh: () => void;
}

export function useWork(person: Person, kept: KeptPage | undefined): Work {
  const [told, setTold] = useState<Told | undefined>(kept?.told);
  const [city, setCity] = useState<City | undefined>(kept?.city);
  const [line, setLine] = useState<Line>('asking');
  const [heard, setHeard] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [news, setNews] = useState<readonly News[]>([]);
  const { outbox, look } = useOutbox(ownerOf(person));
  const entries = look?.entries ?? NONE;
  const newest = useRef({ told, city, entries });
  newest.current = { told, city, entries };

  const refresh = useCallback(async () => {
    try {
      const askedMs = Date.now();
      const knownCity = newest.current.city ?? (await readCity());
      const page = await ask<CrewPage>('GET', '/v1/jobs');
      const now = { page, askedMs };
      // An answer that was overtaken by a later one tells nothing new.
      if ((newest.current.told?.askedMs ?? 0) > askedMs) return;
      const own = ownJobs(page, newest.current.entries);
      const fresh = newsBetween(newest.current.told?.page, page, own);
      setNews((old) => [...fresh, ...old]);
      setTold(now);
      setCity(knownCity);
      setLine('there');
      setHeard(true);
      setTrouble('');
      await keepPage({ person, city: knownCity, told: now });
      await keepPhotos(photosToKeep(page));
    } catch (error) {
      if (!(error instanceof Refusal)) setLine('away');
      else if (error.status === 401) setLine('sign_in');
      else setTrouble(error.message);
    }
  }, [person]);

  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, ASK_EVERY_MS);
    const lookAgain = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    window.addEventListener('online', lookAgain);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', lookAgain);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, [refresh]);

  const answered = entries
    .filter(({ standing }) => standing !== 'waiting')
    .map(({ id, sinceMs }) => `${id} ${sinceMs}`)
    .join();
  useEffect(() => {
    if (answered !== '') void refresh();
  }, [answered, refresh]);

  const shown = useMemo(
    () => (told === undefined ? undefined : shownOf(told, entries)),
    [told, entries],
  );
  const dismissNews = useCallback(() => setNews([]), []);
  const asleep = look?.stop?.kind === 'sign_in' ? 'sign_in' : line;
  return {
    told,
    city,
    shown,
    entries,
    outbox,
    waiting: look === undefined ? undefined : waitingActs(look.entries),
    line: asleep,
    isSure: heard && look !== undefined,
    trouble,
    news,
    dismissNews,
    refresh: () => void refresh(),
  };
}

function useOutbox(owner: string): { outbox: Outbox | undefined; look: Look | undefined } {
  const [outbox, setOutbox] = useState<Outbox>();
  const [look, setLook] = useState<Look>();
  useEffect(() => {
    let here = true;
    let ours: Outbox | undefined;
    void open('crew', owner).then((opened) => {
      ours = opened;
      if (!here) return opened.close();
      opened.watch(setLook);
      setOutbox(opened);
    });
    return () => {
      here = false;
      ours?.close();
    };
  }, [owner]);
  return { outbox, look };
}

function waitingActs(entries: readonly Entry[]): number {
  return entries.filter(({ what, standing }) => what === 'act' && standing !== 'done').length;
}

function ownJobs(page: CrewPage, entries: readonly Entry[]): Set<string> {
  const chains = new Set(entries.map(({ chain }) => chain));
  return new Set(page.jobs.map(({ id }) => id).filter((id) => chains.has(chainOfJob(id))));
}

/** Of the jobs that are to be done, the photos of how it was. */
function photosToKeep(page: CrewPage): string[] {
  return page.jobs
    .filter(({ ended_ms }) => ended_ms === null)
    .flatMap(({ report }) => report.media)
    .flatMap(({ url }) => (url?.startsWith('/v1/media/') ? [url] : []));
}
