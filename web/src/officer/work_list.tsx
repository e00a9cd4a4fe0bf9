/** The list of work: counts that narrow it, and a line for each report. It renews without moving what is under a finger. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { categoryName } from '../page/city';
import { announce } from '../page/frame';
import { SHAPE, type State } from '../page/look';
import { StateShape } from '../page/shape';
import { sentenceOf } from '../page/sign_in';
import { stateWord } from '../page/state';
import { count, plural, t } from '../page/words';
import { useLive } from './live';
import { NumberSearch } from './number_search';
import type { Around } from './officer_desk';
import {
  type Counts,
  EVERYTHING,
  type Line,
  type Page,
  readCounts,
  readWork,
  type Wanted,
} from './wire';
import { WorkLine } from './work_line';

export interface WorkListProps {
  readonly around: Around;
  readonly wanted: Wanted;
  readonly onWanted: (wanted: Wanted) => void;
}

interface Shown {
  readonly lines: readonly Line[];
  readonly next: string | null;
  readonly clock: number;
  readonly position: string;
}

export function WorkList({ around, wanted, onWanted }: WorkListProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  /** The newest first page, where it is not what is shown. */
  const [fresh, setFresh] = useState<Page | null>(null);
  const [counts, setCounts] = useState<Counts | null>(null);
  const [trouble, setTrouble] = useState('');
  const asked = useRef(0);

  const load = () => {
    asked.current += 1;
    const mine = asked.current;
    setTrouble('');
    setFresh(null);
    Promise.all([readWork(wanted, null), readCounts()]).then(
      ([page, found]) => {
        if (mine !== asked.current) return;
        setShown(shownOf(page));
        setCounts(found);
      },
      (error: unknown) => mine === asked.current && setTrouble(sentenceOf(error)),
    );
  };
  useEffect(() => {
    setShown(null);
    load();
  }, [wanted]);

  const renew = () => {
    const mine = asked.current;
    Promise.all([readWork(wanted, null), readCounts()]).then(
      ([page, found]) => {
        if (mine !== asked.current) return;
        setCounts(found);
        setShown((before) => (before === null ? before : patched(before, page)));
        setFresh(page);
      },
      // The stream tells again, or the person does.
      () => undefined,
    );
  };
  useLive(shown?.position ?? null, renew);

  const changes = shown === null || fresh === null ? 0 : differences(shown.lines, fresh.reports);
  useEffect(() => {
    if (changes > 0) announce(changed(changes));
  }, [changes]);

  const more = async () => {
    if (shown?.next == null) return;
    try {
      const page = await readWork(wanted, shown.next);
      setShown({ ...shown, lines: [...shown.lines, ...page.reports], next: page.next });
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return (
    <section class="work" aria-label={t('Work')}>
      <Narrowing around={around} counts={counts} wanted={wanted} onWanted={onWanted} />
      {trouble !== '' && (
        <div class="sheet">
          <p class="trouble" role="alert">
            {trouble}
          </p>
          <button type="button" onClick={load}>
            {t('Try again')}
          </button>
        </div>
      )}
      {shown === null && trouble === '' && <p class="empty">{t('Loading …')}</p>}
      {shown !== null && (
        <>
          {shown.lines.length === 0 && <Nothing wanted={wanted} onWanted={onWanted} />}
          <ul class="lines">
            {shown.lines.map((line) => (
              <WorkLine key={line.id} line={line} clock={shown.clock} city={around.city} />
            ))}
          </ul>
          {shown.next !== null && (
            <button type="button" class="wide" onClick={more}>
              {t('Show more')}
            </button>
          )}
        </>
      )}
      {changes > 0 && fresh !== null && (
        <button
          type="button"
          class="main renew"
          onClick={() => {
            setShown(shownOf(fresh));
            setFresh(null);
            window.scrollTo(0, 0);
          }}
        >
          {changed(changes)}
        </button>
      )}
    </section>
  );
}

interface NarrowingProps extends WorkListProps {
  readonly counts: Counts | null;
}

function Narrowing({ around, counts, wanted, onWanted }: NarrowingProps) {
  const is = (other: Wanted) =>
    other.work === wanted.work && other.overdue === wanted.overdue && other.state === wanted.state;
  const states = Object.entries(counts?.states ?? {}) as [State, number][];
  const order = Object.keys(SHAPE);
  states.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  const chip = (other: Partial<Wanted>, name: string, number: number | null, ofState?: State) => {
    const to = { ...EVERYTHING, category: wanted.category, ...other };
    return (
      <button
        type="button"
        key={name}
        class={`chip${ofState === undefined ? '' : ` state-${ofState}`}`}
        aria-pressed={is(to)}
        onClick={() => onWanted(to)}
      >
        {ofState !== undefined && <StateShape shape={SHAPE[ofState]} />} {name}
        {number !== null && <b> {count(number)}</b>}
      </button>
    );
  };
  return (
    <div class="narrowing">
      <fieldset class="chips" aria-label={t('Which reports')}>
        {chip({}, t('Open'), counts?.open ?? 0)}
        {chip({ overdue: true }, t('Overdue'), counts?.overdue ?? 0)}
        {chip({ work: 'handed' }, t('Handed to me'), counts?.handed ?? 0)}
        {states.map(([state, number]) => chip({ state }, stateWord(state), number, state))}
        {chip({ work: 'closed' }, t('Closed'), null)}
      </fieldset>
      <div class="pair">
        <select
          aria-label={t('Category')}
          value={wanted.category ?? ''}
          onChange={(event) =>
            onWanted({
              ...wanted,
              category: event.currentTarget.value === '' ? null : event.currentTarget.value,
            })
          }
        >
          <option value="">{t('All categories')}</option>
          {around.city.categories.map((category) => (
            <option key={category.code} value={category.code}>
              {categoryName(category)}
              {counts?.categories[category.code] !== undefined &&
                ` (${count(counts.categories[category.code] ?? 0)})`}
            </option>
          ))}
        </select>
        <NumberSearch />
      </div>
    </div>
  );
}

function Nothing({ wanted, onWanted }: Pick<WorkListProps, 'wanted' | 'onWanted'>) {
  const all =
    wanted.work === 'open' && !wanted.overdue && wanted.state === null && wanted.category === null;
  return (
    <div class="empty">
      <p>{all ? t('Nothing is open here.') : t('No report is like that.')}</p>
      {!all && (
        <button type="button" onClick={() => onWanted(EVERYTHING)}>
          {t('Show all that is open')}
        </button>
      )}
    </div>
  );
}

function shownOf(page: Page): Shown {
  return { lines: page.reports, next: page.next, clock: page.clock_ms, position: page.position };
}

/** What is shown, with what is newly known of its lines; none comes, goes or moves. */
function patched(shown: Shown, page: Page): Shown {
  const newer = new Map(page.reports.map((line) => [line.id, line]));
  const lines = shown.lines.map((line) => newer.get(line.id) ?? line);
  return { ...shown, lines, clock: page.clock_ms };
}

/** How many reports of the first page came, went or moved. */
function differences(lines: readonly Line[], fresh: readonly Line[]): number {
  const before = lines
    .slice(0, Math.max(fresh.length, Math.min(lines.length, 40)))
    .map(({ id }) => id);
  const after = fresh.map(({ id }) => id);
  const gone = before.filter((id) => !after.includes(id)).length;
  const come = after.filter((id) => !before.includes(id)).length;
  if (gone + come > 0) return gone + come;
  return after.filter((id, place) => id !== before[place]).length;
}

function changed(changes: number): string {
  return plural(changes, '{count} change: renew the list', '{count} changes: renew the list');
}
