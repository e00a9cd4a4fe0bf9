/** Figures of the areas as a table, with what each is made from, and what is told of sensitive categories. */
import { useState } from 'preact/hooks';
import { age } from '../page/moment';
import { count, language, t, word } from '../page/words';
import type { AreaFigures, Figures, Sensitive } from './answer';
import { useBoard } from './asking';
import type { Names } from './place_name';

const PERIODS = [7, 30, 90] as const;

type Column =
  | 'name'
  | 'received'
  | 'closed'
  | 'open'
  | 'overdue'
  | 'on_time_percent'
  | 'response_s';

const COLUMNS: readonly { readonly key: Column; readonly word: string }[] = [
  { key: 'name', word: word('Area') },
  { key: 'received', word: word('Received') },
  { key: 'closed', word: word('Closed') },
  { key: 'open', word: word('Open') },
  { key: 'overdue', word: word('Overdue') },
  { key: 'on_time_percent', word: word('On time') },
  { key: 'response_s', word: word('First response, median') },
];

interface FiguresViewProps {
  readonly names: Names;
  readonly turn: number;
  /** Address of the map with an area's reports. */
  readonly hrefOf: (area: string) => string;
}

export function FiguresView({ names, turn, hrefOf }: FiguresViewProps) {
  const [days, setDays] = useState<number>(30);
  const { answer, loading, trouble } = useBoard<Figures>('figures', `days=${days}`, turn);
  return (
    <div class="figures">
      <h2>{t('Figures of the areas')}</h2>
      <p>
        {t('Public reports alone; definitions and limits stand on the page')}{' '}
        <a href={language() === 'en' ? '/data?lang=en' : '/data'}>{t('About the data')}</a>.
      </p>
      <fieldset class="states">
        <legend class="unseen">{t('Period')}</legend>
        {PERIODS.map((period) => (
          <button
            type="button"
            key={period}
            class="chip"
            aria-pressed={period === days}
            onClick={() => setDays(period)}
          >
            {t('{days} days and today', { days: period })}
          </button>
        ))}
      </fieldset>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {answer === undefined ? (
        <p class="dim">{loading ? t('Loading…') : ''}</p>
      ) : (
        <Table figures={answer} names={names} hrefOf={hrefOf} />
      )}
      <SensitiveTable names={names} />
    </div>
  );
}

interface TableProps {
  readonly figures: Figures;
  readonly names: Names;
  readonly hrefOf: (area: string) => string;
}

function Table({ figures, names, hrefOf }: TableProps) {
  const [by, setBy] = useState<Column>('name');
  const [down, setDown] = useState(false);
  const rows = sorted(figures.areas, by, down, names);
  const choose = (column: Column) => {
    setDown(column === by ? !down : column !== 'name');
    setBy(column);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="wide" tabIndex={0} aria-label={t('Figures of the areas')}>
      <table>
        <thead>
          <tr>
            {COLUMNS.map(({ key, word: name }) => (
              <th
                key={key}
                scope="col"
                aria-sort={key === by ? (down ? 'descending' : 'ascending') : 'none'}
              >
                <button type="button" class="quiet" onClick={() => choose(key)}>
                  {t(name)} <span aria-hidden="true">{key === by ? (down ? '↓' : '↑') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.area}>
              <th scope="row">
                <a href={hrefOf(row.area)}>{names.area(row.area)}</a>
              </th>
              <td>{count(row.received)}</td>
              <td>{count(row.closed)}</td>
              <td>{count(row.open)}</td>
              <td>{count(row.overdue)}</td>
              <td>
                {percent(row.on_time_percent)}{' '}
                <span class="dim">n = {count(row.closed + row.overdue)}</span>
              </td>
              <td>
                {row.response_s === null ? '–' : age(row.response_s)}{' '}
                <span class="dim">n = {count(row.responses)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function percent(value: number | null): string {
  if (value === null) return '–';
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: 0 }).format(value)} %`;
}

function sorted(
  rows: readonly AreaFigures[],
  by: Column,
  down: boolean,
  names: Names,
): AreaFigures[] {
  const byName = names.sorted(rows, ({ area }) => names.area(area));
  if (by === 'name') return down ? byName.reverse() : byName;
  // What nothing is known of comes last either way.
  const value = (row: AreaFigures) => row[by] ?? (down ? -1 : Number.POSITIVE_INFINITY);
  return byName.sort((one, other) =>
    down ? value(other) - value(one) : value(one) - value(other),
  );
}

function SensitiveTable({ names }: { readonly names: Names }) {
  const { answer } = useBoard<Sensitive>('sensitive', '', 0);
  if (answer === undefined) return null;
  return (
    <>
      <h2>{t('Sensitive categories')}</h2>
      <p>
        {t('Numbers alone, of {month}, for areas with at least {least}.', {
          month: monthName(answer.month),
          least: answer.least,
        })}
      </p>
      {answer.counts.length === 0 ? (
        <p class="dim">{t('No area had that many.')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Category')}</th>
              <th scope="col">{t('Area')}</th>
              <th scope="col" class="number">
                {t('Reports')}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.counts.map(({ category, area, count: number }) => (
              <tr key={`${category} ${area}`}>
                <th scope="row">{names.category(category)}</th>
                <td>{names.area(area)}</td>
                <td class="number">{count(number)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function monthName(first: string): string {
  const format = new Intl.DateTimeFormat(language(), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${first}T00:00:00Z`));
}
