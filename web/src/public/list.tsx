/** The reports in view as a list: what the map shows, for whoever reads, tabs or listens. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../page/icon';
import { age, due } from '../page/moment';
import { StateMark } from '../page/state';
import { count, plural, t } from '../page/words';
import type { ReportLine, ReportList } from './answer';
import { sentenceOf, useBoard } from './asking';
import { askBoard } from './board';
import type { Names } from './place_name';

interface ListProps {
  /** Parameters of the question and the viewport; empty while the map has not said what is in view. */
  readonly query: string;
  readonly names: Names;
  /** The store's clock, UTC milliseconds. */
  readonly nowMs: number;
  /** Another number asks anew. */
  readonly turn: number;
  readonly hrefOf: (number: string) => string;
}

export function List({ query, names, nowMs, turn, hrefOf }: ListProps) {
  const { answer, loading, trouble } = useBoard<ReportList>('reports', query, turn);
  const [more, setMore] = useState<Further>(NOTHING_MORE);
  const [failed, setFailed] = useState('');
  // Further pages belong to the answer that they go on from.
  useEffect(() => {
    setMore(NOTHING_MORE);
    setFailed('');
  }, [answer]);
  if (answer === undefined) {
    return <p class="dim list-empty">{loading ? t('Loading…') : trouble}</p>;
  }
  const reports = [...answer.reports, ...more.reports];
  const next = more.next === undefined ? answer.next : more.next;
  const goOn = async () => {
    const parameters = new URLSearchParams(query);
    parameters.set('after', next ?? '');
    try {
      const { answer: page } = await askBoard<ReportList>('reports', parameters);
      setMore({ reports: [...more.reports, ...page.reports], next: page.next });
      setFailed('');
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  };
  return (
    <section class="list" aria-labelledby="list-title">
      <h2 id="list-title">
        {plural(answer.total, '{count} report in view', '{count} reports in view')}
      </h2>
      <p class="trouble" role="alert">
        {trouble || failed}
      </p>
      {reports.length === 0 && (
        <p class="dim list-empty">
          {t('None here. Zoom out, move the map, or remove conditions.')}
        </p>
      )}
      <ul aria-busy={loading}>
        {reports.map((report) => (
          <li key={report.number}>
            <a class="row" href={hrefOf(report.number)}>
              <Icon name={names.icon(report.category)} />
              <span class="row-words">
                <strong>{names.category(report.category)}</strong>
                <span class="row-place">{placeOf(report, names)}</span>
                <span class="row-foot">
                  <StateMark state={report.state} /> <Age report={report} nowMs={nowMs} />
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {next !== null && (
        <button type="button" onClick={goOn}>
          {t('Show more ({shown} of {total})', {
            shown: count(reports.length),
            total: count(answer.total),
          })}
        </button>
      )}
    </section>
  );
}

interface Further {
  readonly reports: readonly ReportLine[];
  /** Undefined: no further page was asked for. */
  readonly next: string | null | undefined;
}

const NOTHING_MORE: Further = { reports: [], next: undefined };

export function placeOf(report: ReportLine, names: Names): string {
  const place = [report.address, names.area(report.area)].filter(
    (each) => each !== null && each !== '',
  );
  if (place.length > 0) return place.join(', ');
  return report.lon === null ? t('without a place') : t('outside all areas');
}

function Age({ report, nowMs }: { readonly report: ReportLine; readonly nowMs: number }) {
  const passed = t('{age} ago', { age: age((nowMs - report.created_ms) / 1000) });
  const late = report.closed_ms === null && report.close_by_ms < nowMs;
  return (
    <span class="dim">
      {passed}
      {late && <span class="late"> · {due(report.close_by_ms, nowMs)}</span>}
    </span>
  );
}
