/** One report in the list: what is due, where it stands, what it says. */
import { type City, categoryName } from '../page/city';
import { Icon } from '../page/icon';
import { age, due, moment } from '../page/moment';
import { StateMark } from '../page/state';
import { t } from '../page/words';
import { toReport } from './route';
import type { Line, ReportCore } from './wire';

export interface WorkLineProps {
  readonly line: Line;
  readonly clock: number;
  readonly city: City;
}

export function WorkLine({ line, clock, city }: WorkLineProps) {
  const category = city.categories.find(({ code }) => code === line.category);
  const { handed } = line;
  return (
    <li>
      <a class="line" href={toReport(line.id)}>
        <span class="line-head">
          <StateMark state={line.state} />
          <DueMark report={line} clock={clock} />
        </span>
        <span class="line-body">
          <span class="line-words">
            <b>
              <Icon name={category?.icon ?? 'map-pin'} />{' '}
              {category === undefined ? line.category : categoryName(category)}
            </b>
            <span class="line-text">{line.description}</span>
            <span class="dim">
              {[line.area_name ?? line.area, line.address, age((clock - line.created_ms) / 1000)]
                .filter((part) => part !== null && part !== '')
                .join(' · ')}
            </span>
            {handed !== null && (
              <span class="dim">
                {t('Handed over by {name}, {moment}', {
                  name: handed.by,
                  moment: moment(handed.handed_ms, clock),
                })}
              </span>
            )}
          </span>
          {line.photo !== null && (
            <img src={small(line.photo)} alt="" width="64" height="64" loading="lazy" />
          )}
        </span>
      </a>
    </li>
  );
}

/** What is due of a report, with a ring and the word where it is late. */
export function DueMark({
  report,
  clock,
}: {
  readonly report: ReportCore;
  readonly clock: number;
}) {
  if (report.closed_ms !== null) {
    return (
      <span class="dim">{t('closed {moment}', { moment: moment(report.closed_ms, clock) })}</span>
    );
  }
  if (report.due_ms === null || report.due === null) {
    return <span class="dim">{t('clock paused')}</span>;
  }
  const what = report.due === 'response' ? t('response') : t('closing');
  return (
    <span class={report.overdue ? 'due late' : 'due'}>
      {what}: {due(report.due_ms, clock)}
    </span>
  );
}

/** The smallest picture of a photo that the store keeps; any other as it is. */
export function small(url: string): string {
  return url.replace(/\/(?:large|medium)\.jpg$/, '/small.jpg');
}
