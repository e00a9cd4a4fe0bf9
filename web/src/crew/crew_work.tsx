/** A crew's page: its jobs as a list and on a map, one job, and the crew itself. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { KeptNowhere } from '../offline/waiting';
import { announce, Frame } from '../page/frame';
import { Icon } from '../page/icon';
import { age, clock } from '../page/moment';
import type { Person } from '../page/session';
import { t, word } from '../page/words';
import { CrewSheet } from './crew_sheet';
import { JobList } from './job_list';
import { JobMap } from './job_map';
import { JobSheet } from './job_sheet';
import type { KeptPage } from './keep';
import { NewsList, newsSentence } from './news_list';
import { PositionStrip } from './position_strip';
import { RefusedNote } from './refused_note';
import { type Route, TO_CREW, TO_LIST, TO_MAP, useRoute } from './route';
import { useWork, type Work } from './work';

export interface CrewWorkProps {
  readonly person: Person;
  readonly kept: KeptPage | undefined;
  readonly onSignedOut: () => void;
}

/** What each part of the page needs. */
export interface PartProps {
  readonly work: Work;
  readonly nowMs: number;
}

const CLOCK_MS = 30_000;

export function CrewWork({ person, kept, onSignedOut }: CrewWorkProps) {
  const work = useWork(person, kept);
  const route = useRoute();
  const nowMs = useClock(work);
  const newest = work.news[0];
  useEffect(() => {
    if (newest !== undefined) announce(newsSentence(newest));
  }, [newest]);
  useEffect(() => {
    if (work.line === 'sign_in' && work.told === undefined) onSignedOut();
  }, [work.line, work.told, onSignedOut]);
  useEffect(() => {
    // The map's code, too, is to be there without a network; what is kept of it needs the service worker.
    if (work.line !== 'there' || !navigator.serviceWorker?.controller) return;
    import('./pin_map').catch(() => {
      // The network went at this very moment: whoever opens the map is told so there.
    });
  }, [work.line]);
  const simulated = work.told?.page.jobs.some(({ report }) => report.simulated) ?? false;
  return (
    <Frame title={work.told?.page.crew.name ?? t('Crew')} simulated={simulated}>
      <Condition work={work} nowMs={nowMs} onSignIn={onSignedOut} />
      <RefusedNote work={work} />
      <NewsList news={work.news} onDismiss={work.dismissNews} />
      <PositionStrip work={work} />
      <Part route={route} work={work} nowMs={nowMs} onSignedOut={onSignedOut} />
      <Tabs route={route} />
    </Frame>
  );
}

interface RoutedProps extends PartProps {
  readonly route: Route;
  readonly onSignedOut: () => void;
}

function Part({ route, work, nowMs, onSignedOut }: RoutedProps): ComponentChildren {
  if (work.trouble !== '') {
    return (
      <p class="trouble" role="alert">
        {work.trouble}
      </p>
    );
  }
  if (work.shown === undefined) return <p class="empty">{t('Loading …')}</p>;
  switch (route.at) {
    case 'list':
      return <JobList work={work} nowMs={nowMs} />;
    case 'map':
      return <JobMap work={work} nowMs={nowMs} />;
    case 'crew':
      return <CrewSheet work={work} nowMs={nowMs} onSignedOut={onSignedOut} />;
    case 'job':
      return <JobSheet key={route.id} id={route.id} work={work} nowMs={nowMs} />;
  }
}

/** Whether everything was sent, and how old what is shown is. Always there, so that nothing moves when it changes. */
function Condition(props: PartProps & { readonly onSignIn: () => void }) {
  const { work, nowMs, onSignIn } = props;
  const { told, line, outbox } = work;
  if (told === undefined) return null;
  const { clock_ms } = told.page;
  return (
    <>
      {line === 'sign_in' && (
        <p class="banner banner-caution">
          {t('You are signed out. Sign in again; what waits is kept.')}{' '}
          <button type="button" onClick={onSignIn}>
            {t('Sign in')}
          </button>
        </p>
      )}
      <p class="condition">
        <span role="status">{sentWord(work.waiting)}</span>
        <span>
          {line === 'away'
            ? t('as of {time} ({age} ago)', {
                time: clock(clock_ms),
                age: age((nowMs - clock_ms) / 1000),
              })
            : t('as of {time}', { time: clock(clock_ms) })}
        </span>
      </p>
      {outbox !== undefined && <KeptNowhere outbox={outbox} />}
    </>
  );
}

function sentWord(waiting: number | undefined): string {
  if (waiting === undefined) return t('Loading …');
  return waiting === 0 ? t('✓ All sent') : t('↑ {count} waiting to be sent', { count: waiting });
}

const TABS = [
  { at: 'list', to: TO_LIST, icon: 'clipboard-list', name: word('Jobs') },
  { at: 'map', to: TO_MAP, icon: 'map-2', name: word('Map') },
  { at: 'crew', to: TO_CREW, icon: 'users', name: word('Us') },
] as const;

function Tabs({ route }: { readonly route: Route }) {
  if (route.at === 'job') return null;
  return (
    <nav class="tabs" aria-label={t('Parts of the page')}>
      {TABS.map(({ at, to, icon, name }) => (
        <a key={at} href={to} aria-current={route.at === at ? 'page' : undefined}>
          <Icon name={icon} />
          {t(name)}
        </a>
      ))}
    </nav>
  );
}

/** The store's clock as far as this phone knows it, in steps that ages are read in. */
function useClock({ told }: Work): number {
  const [phoneMs, setPhoneMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setPhoneMs(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  const ahead = told === undefined ? 0 : told.page.clock_ms - told.askedMs;
  return Math.max(phoneMs, told?.askedMs ?? 0) + ahead;
}
