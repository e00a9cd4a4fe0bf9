/** The citizen's page: report something, see what becomes of it, find a free hospital bed. */
import { useEffect, useState } from 'preact/hooks';
import type { ActEntry } from '../offline/entry';
import { installWorker } from '../offline/install';
import { type City, categoryName } from '../page/city';
import { Frame } from '../page/frame';
import { Icon } from '../page/icon';
import { signOut } from '../page/session';
import { startPage } from '../page/start';
import { t } from '../page/words';
import { BedFinder } from './bed_finder';
import { type Held, PAGE, useHeld } from './held';
import { KeptReport } from './kept_report';
import { useKnownCity } from './known_city';
import { claimsOf } from './mine';
import { OwnList } from './own_list';
import { OwnReport } from './own_report';
import { type OwnReports, useOwnReports } from './own_reports';
import { ReportForm } from './report_form';
import { goTo, type Route, useRoute } from './route';
import { mayRegister, WayIn } from './way_in';

const WORKER = '/assets/citizen/worker.js';
const ADDRESS = '/lapor';

function Page() {
  const route = useRoute();
  const held = useHeld();
  const city = useKnownCity();
  const opened = route.name === 'report' ? route.id : route.name;
  const own = useOwnReports(held.look.entries, held.person?.account_id ?? '', opened);
  const takeOver = useNewVersion();
  return (
    <Frame title={t('Report a problem')} simulated={city?.simulated ?? false}>
      {takeOver !== null && (
        <p class="banner">
          {t('There is a newer version of this page.')}{' '}
          <button type="button" onClick={takeOver}>
            {t('Load it')}
          </button>
        </p>
      )}
      <Parts route={route} waiting={waitingCount(held)} />
      <Part route={route} held={held} city={city} own={own} />
    </Frame>
  );
}

interface PartProps {
  readonly route: Route;
  readonly held: Held;
  readonly city: City | null;
  readonly own: OwnReports;
}

function Part({ route, held, city, own }: PartProps) {
  const { outbox, look, person } = held;
  const categoryOf = (code: string) => {
    const found = city?.categories.find((category) => category.code === code);
    return found === undefined ? code : categoryName(found);
  };
  const nameOf = (entry: ActEntry) => nameOfAct(entry, categoryOf);

  switch (route.name) {
    case 'beds':
      return <BedFinder />;
    case 'sign_in':
    case 'register':
      return (
        <WayIn
          name={route.name}
          city={city}
          person={person}
          onSignedIn={(found) => {
            held.setPerson(found);
            goTo('#/mine');
          }}
        />
      );
    case 'mine':
      return (
        <OwnList
          own={own}
          look={look}
          outbox={outbox}
          person={person}
          mayRegister={mayRegister(city)}
          nameOf={nameOf}
          categoryOf={categoryOf}
          onSignOut={() => void signOut().then(() => held.setPerson(null))}
        />
      );
    case 'report': {
      const entry = look.entries.find(({ id }) => id === route.id);
      if (entry?.what === 'act' && outbox !== null) {
        return <KeptReport entry={entry} look={look} outbox={outbox} nameOf={nameOf} />;
      }
      const report = own.reports?.find((one) => one.report === route.id);
      if (report === undefined) return <Missing own={own} />;
      const claim = claimsOf(look.entries).find((one) => one.report === route.id);
      return (
        <OwnReport
          report={report}
          secret={claim?.secret}
          clockMs={own.clockMs}
          category={categoryOf(report.category)}
          outbox={outbox}
          entries={look.entries}
        />
      );
    }
    case 'new':
      return (
        <ReportForm
          city={city}
          outbox={outbox}
          supported={supportedIn(held)}
          onKept={(kept) => goTo(`#/report/${kept}`)}
        />
      );
  }
}

function Missing({ own }: { readonly own: OwnReports }) {
  if (own.reports === null && own.trouble === '') {
    return <p role="status">{t('Asking for your reports …')}</p>;
  }
  return (
    <div class="sheet">
      <p role="alert">{own.trouble || t('This phone knows no such report.')}</p>
      <a class="button wide" href="#/mine">
        {t('My reports')}
      </a>
    </div>
  );
}

function Parts({ route, waiting }: { readonly route: Route; readonly waiting: number }) {
  const here = (...names: Route['name'][]) => (names.includes(route.name) ? 'page' : undefined);
  return (
    <nav class="parts" aria-label={t('Parts of this page')}>
      <a href="#/" aria-current={here('new')}>
        <Icon name="file-plus" /> {t('Report')}
      </a>
      <a href="#/mine" aria-current={here('mine', 'report', 'sign_in', 'register')}>
        <Icon name="stack-2" /> {t('My reports')}
        {waiting > 0 && <span class="count">{t('{count} waiting', { count: waiting })}</span>}
      </a>
      <a href="#/beds" aria-current={here('beds')}>
        <Icon name="bed" /> {t('Hospital beds')}
      </a>
    </nav>
  );
}

function waitingCount({ look }: Held): number {
  return look.entries.filter(({ what, standing }) => what === 'act' && standing !== 'done').length;
}

function supportedIn({ look }: Held): ReadonlySet<string> {
  return new Set(
    look.entries.flatMap((entry) =>
      entry.what === 'act' && entry.act.kind === 'support' && entry.standing !== 'refused'
        ? [entry.act.subject ?? '']
        : [],
    ),
  );
}

function nameOfAct({ act }: ActEntry, categoryOf: (code: string) => string): string {
  switch (act.kind) {
    case 'support':
      return t('I have this too');
    case 'rate':
      return t('Your stars');
    case 'reopen':
      return t('It is not done');
    default:
      return t('Report: {category}', { category: categoryOf(String(act.payload.category)) });
  }
}

/** What lets a newer version of the page in; null: there is none. */
function useNewVersion(): (() => void) | null {
  const [takeOver, setTakeOver] = useState<(() => void) | null>(null);
  useEffect(() => {
    // Behind the page itself: on a slow network it must not wait for what it does not need yet.
    const begin = () => void installWorker(WORKER, ADDRESS, (found) => setTakeOver(() => found));
    if (document.readyState === 'complete') return begin();
    window.addEventListener('load', begin, { once: true });
    return () => window.removeEventListener('load', begin);
  }, []);
  return takeOver;
}

startPage(PAGE, Page);
