/** What others have reported near by: support that instead of reporting the same again. */
import { useEffect, useState } from 'preact/hooks';
import type { Outbox } from '../offline/outbox';
import { ask } from '../page/door';
import { announce } from '../page/frame';
import type { State } from '../page/look';
import { age } from '../page/moment';
import { StateMark } from '../page/state';
import { plural, t } from '../page/words';
import { KEPT_ACT_MS, type Spot, supporting } from './report_act';

export interface NearReport {
  readonly report: string;
  readonly number: string;
  readonly state: State;
  readonly description: string;
  readonly created_ms: number;
  readonly supporters: number;
  readonly distance_m: number;
  readonly photo: string | null;
}

export interface Surroundings {
  readonly clock_ms: number;
  /** Of the area that the place lies in; null: outside the city. */
  readonly area: string | null;
  readonly reports: readonly NearReport[];
}

/** Asks what is near a place; null while nobody has answered, or can't. */
export function useNearBy(spot: Spot | null, category: string | null): Surroundings | null {
  const [found, setFound] = useState<Surroundings | null>(null);
  const { lon, lat } = spot ?? {};
  useEffect(() => {
    setFound(null);
    if (lon === undefined || lat === undefined) return;
    const giveUp = new AbortController();
    const body = { lon, lat, ...(category === null ? {} : { category }) };
    ask<Surroundings>('POST', '/v1/near-by', { body, signal: giveUp.signal })
      .then(setFound)
      .catch(() => {
        // Without an answer the report is sent as it is: offices see what lies near by as well.
      });
    return () => giveUp.abort();
  }, [lon, lat, category]);
  return found;
}

export interface NearByProps {
  readonly found: Surroundings | null;
  readonly supported: ReadonlySet<string>;
  readonly outbox: Outbox | null;
}

export function NearBy({ found, supported, outbox }: NearByProps) {
  if (found === null || found.reports.length === 0) return null;
  const support = async (report: NearReport) => {
    const act = supporting(report.report);
    await outbox?.put({ chain: report.report, act, keptMs: KEPT_ACT_MS });
    announce(t('Your support is noted. You need not report it again.'));
  };
  return (
    <section class="part" aria-labelledby="near-title">
      <h2 id="near-title">{t('Already reported near by')}</h2>
      <ul class="cards">
        {found.reports.map((report) => (
          <li key={report.report} class="card">
            {report.photo !== null && <img src={report.photo} alt="" loading="lazy" />}
            <p>
              <StateMark state={report.state} /> ·{' '}
              {t('{metres} m from here', { metres: report.distance_m })} ·{' '}
              {age((found.clock_ms - report.created_ms) / 1000)}
            </p>
            <p>{report.description}</p>
            <p class="dim">
              {plural(report.supporters, 'One other has it too', '{count} others have it too')}
            </p>
            {supported.has(report.report) ? (
              <p role="status">✓ {t('You have this too')}</p>
            ) : (
              <button type="button" class="wide" onClick={() => void support(report)}>
                {t('I have this too')}
                <span class="unseen">: {report.number}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
