/** What stands on the public page, and what it asks the store for. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type City, readCity } from '../page/city';
import { Frame } from '../page/frame';
import { language, plural, t } from '../page/words';
import type { Borders, Clusters, Counts, WholeReport } from './answer';
import { useBoard } from './asking';
import { FiguresView } from './figures';
import { Filters } from './filters';
import { Freshness } from './freshness';
import { List } from './list';
import { PublicMap } from './map';
import type { Viewport } from './map_view';
import { Names } from './place_name';
import { EVERYTHING, parametersOf, type Question } from './question';
import { hashOf, type Route, routeOf } from './route';
import { Sheet } from './sheet';
import { useTurn } from './turn';

export function Page() {
  const [route, go] = useRoute();
  const city = useCity();
  const [view, setView] = useState<Viewport | undefined>(undefined);
  const { turn, localMs, nowMs, heard } = useTurn();
  const query = parametersOf(route.question).toString();
  const inView = view === undefined ? '' : `${query}&bbox=${view.bbox}&zoom=${view.zoom}`;
  const borders = useBoard<Borders>('areas', '', 0);
  const counts = useBoard<Counts>('counts', query, turn);
  const clusters = useBoard<Clusters>(inView === '' ? '' : 'clusters', inView, turn);
  const sheet = useBoard<WholeReport>(
    route.report === '' ? '' : `reports/${encodeURIComponent(route.report)}`,
    '',
    turn,
  );
  const names = useMemo(() => new Names(city, borders.answer), [city, borders.answer]);
  const trouble = counts.trouble || clusters.trouble || borders.trouble;
  useEffect(() => heard(counts.storeMs), [counts.storeMs, heard]);
  const toReport = (report: string) => hashOf({ ...route, view: 'map', report });
  return (
    <Frame
      title={t('Public map')}
      simulated={city?.simulated ?? false}
      actions={<Ways route={route} />}
    >
      <div class={`public view-${route.view}`}>
        {route.view === 'figures' ? (
          <FiguresView
            names={names}
            turn={turn}
            hrefOf={(area) =>
              hashOf({ view: 'map', report: '', question: { ...EVERYTHING, area } })
            }
          />
        ) : (
          <>
            <Filters
              question={route.question}
              city={city}
              borders={borders.answer}
              counts={counts.answer}
              names={names}
              onChange={(question) => go({ ...route, question })}
            />
            {(counts.answer !== undefined || counts.trouble !== '') && (
              <PublicMap
                bounds={counts.answer?.box ?? city?.bounds ?? null}
                area={route.question.area}
                borders={borders.answer}
                clusters={clusters.answer}
                chosen={route.report === '' ? undefined : sheet.answer}
                onMoved={setView}
                onReportChosen={(report) => go({ ...route, report })}
              />
            )}
            <div class="beside">
              <Total counts={counts.answer} />
              <Freshness trueAtMs={counts.trueAtMs} localMs={localMs} trouble={trouble} />
              <List
                query={view === undefined ? query : `${query}&bbox=${view.bbox}`}
                names={names}
                nowMs={nowMs}
                turn={0}
                hrefOf={toReport}
              />
              <Files question={route.question} />
            </div>
          </>
        )}
      </div>
      {route.report !== '' && (
        <Sheet
          key={route.report}
          number={route.report}
          asking={sheet}
          names={names}
          nowMs={nowMs}
          onClose={() => go({ ...route, report: '' })}
        />
      )}
    </Frame>
  );
}

function Ways({ route }: { readonly route: Route }) {
  const figures = route.view === 'figures';
  const other = hashOf({ ...route, report: '', view: figures ? 'map' : 'figures' });
  return (
    <nav aria-label={t('Ways')}>
      <a class="button" href={other}>
        {figures ? t('Map') : t('Figures')}
      </a>
      <a class="button button-main" href="/lapor">
        {t('Report')}
      </a>
    </nav>
  );
}

function Total({ counts }: { readonly counts: Counts | undefined }) {
  return (
    <p class="total">
      {counts !== undefined && (
        <>
          {plural(counts.total, '{count} public report', '{count} public reports')} ·{' '}
          <span class={counts.overdue > 0 ? 'late' : ''}>
            {plural(counts.overdue, '{count} overdue', '{count} overdue')}
          </span>
        </>
      )}
    </p>
  );
}

/** The same reports for programs. */
function Files({ question }: { readonly question: Question }) {
  const parameters = parametersOf(question);
  if (language() === 'en') parameters.set('lang', 'en');
  const query = parameters.toString() === '' ? '' : `?${parameters}`;
  return (
    <p class="files">
      {t('These reports as')} <a href={`/v1/public/reports.csv${query}`}>CSV</a>,{' '}
      <a href={`/v1/public/reports.geojson${query}`}>GeoJSON</a>,{' '}
      <a href={`/v1/public/reports.atom${query}`}>{t('feed (GeoRSS)')}</a> ·{' '}
      <a href={language() === 'en' ? '/data?lang=en' : '/data'}>{t('About the data')}</a>
    </p>
  );
}

/** Where the address leads; going somewhere adds to the browser's history. */
function useRoute(): readonly [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => routeOf(window.location.hash));
  useEffect(() => {
    const look = () => setRoute(routeOf(window.location.hash));
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  const go = (wanted: Route) => {
    window.location.hash = hashOf(wanted);
  };
  return [route, go];
}

function useCity(): City | undefined {
  const [city, setCity] = useState<City | undefined>(undefined);
  useEffect(() => {
    let asking: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      readCity().then(setCity, () => {
        asking = setTimeout(ask, 5_000);
      });
    ask();
    return () => clearTimeout(asking);
  }, []);
  return city;
}
