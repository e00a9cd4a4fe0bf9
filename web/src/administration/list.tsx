/** The list of one kind of thing: searched, a page at a time; each row opens its form. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../page/icon';
import { sentenceOf } from '../page/sign_in';
import { plural, t } from '../page/words';
import { entryAt, newAt } from './route';
import { type Choices, type Field, type Shape, sourcesOf, textOf } from './shape';
import { readChoices, readEntries } from './store';
import { type Entry, readable } from './value';

const AT_ONCE = 50;
const TYPING_MS = 250;

interface Loaded {
  readonly entries: readonly Entry[];
  readonly more: boolean;
}

export function List({ shape }: { readonly shape: Shape }) {
  const [search, setSearch] = useState('');
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [trouble, setTrouble] = useState('');
  const [again, setAgain] = useState(0);
  const from = shape.from ?? shape.what;

  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      try {
        const asked = { search, limit: String(AT_ONCE) };
        setLoaded(await readEntries(from, asked, stop.signal));
        setTrouble('');
      } catch (error) {
        if (!stop.signal.aborted) setTrouble(sentenceOf(error));
      }
    };
    const timer = window.setTimeout(ask, search === '' ? 0 : TYPING_MS);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [from, search, again]);

  useEffect(() => {
    const listed = shape.fields(null).filter((field) => field.listed === true);
    // Names are an adornment: without them the codes stand there.
    readChoices(sourcesOf(listed)).then(setChoices, () => undefined);
  }, [shape]);

  const further = async () => {
    const last = loaded?.entries[loaded.entries.length - 1];
    if (loaded === null || last === undefined) return;
    const after = shape.what === 'accounts' ? textOf(last, 'login') : textOf(last, shape.key);
    try {
      const next = await readEntries(from, { search, after, limit: String(AT_ONCE) });
      setLoaded({ entries: [...loaded.entries, ...next.entries], more: next.more });
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };

  return (
    <>
      <p class="dim">{t(shape.about)}</p>
      <div class="tools">
        <label class="search">
          <span class="unseen">{t('Search in {title}', { title: t(shape.title) })}</span>
          <input
            type="search"
            placeholder={t('Search …')}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        {shape.fresh !== undefined && (
          <a class="button main" href={newAt(shape.what)}>
            {t(shape.fresh)}
          </a>
        )}
      </div>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}{' '}
          <button type="button" onClick={() => setAgain(again + 1)}>
            {t('Try again')}
          </button>
        </p>
      )}
      {loaded === null
        ? trouble === '' && <p role="status">{t('Loading …')}</p>
        : loaded.entries.length > 0 && (
            <Table shape={shape} entries={loaded.entries} choices={choices} />
          )}
      {loaded !== null && (
        <p class="dim" role="status">
          {loaded.entries.length === 0
            ? search === ''
              ? t('There is nothing here yet.')
              : t('Nothing is called so. Search for a part of the name or code.')
            : loaded.more
              ? t('The first {count}; there are more.', { count: loaded.entries.length })
              : plural(loaded.entries.length, '{count} entry', '{count} entries')}
        </p>
      )}
      {loaded?.more === true && (
        <button type="button" onClick={further}>
          {t('Show more')}
        </button>
      )}
    </>
  );
}

interface TableProps {
  readonly shape: Shape;
  readonly entries: readonly Entry[];
  readonly choices: Choices;
}

function Table({ shape, entries, choices }: TableProps) {
  const columns = shape.fields(null).filter((field) => field.listed === true);
  return (
    <table class="entries">
      <thead>
        <tr>
          <th scope="col">{t(shape.named ?? 'Name')}</th>
          {columns.map((field) => (
            <th key={field.name} scope="col">
              {t(field.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => {
          const key = textOf(entry, shape.key);
          return (
            <tr key={key} class={isOut(entry) ? 'out' : ''}>
              <th scope="row">
                <a href={entryAt(shape.what, key)}>
                  <bdi>{shape.nameOf(entry)}</bdi>
                </a>{' '}
                {shape.keyed !== true && shape.key === 'code' && <small class="dim">{key}</small>}
                {isOut(entry) && <Out entry={entry} />}
              </th>
              {columns.map((field) => (
                <Cell
                  key={field.name}
                  shape={shape}
                  entry={entry}
                  field={field}
                  choices={choices}
                />
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly shape: Shape;
  readonly entry: Entry;
  readonly field: Field;
  readonly choices: Choices;
}

function Cell({ shape, entry, field, choices }: CellProps) {
  // A setting's value is read as that setting's.
  const own = shape.fields(entry).find(({ name }) => name === field.name) ?? field;
  const value = (shape.held?.(entry) ?? entry)[field.name];
  return (
    <td>
      <span class="cell-name dim">{t(field.label)}</span> <bdi>{readable(own, value, choices)}</bdi>
    </td>
  );
}

function Out({ entry }: { readonly entry: Entry }) {
  const withdrawn = typeof entry.revoked_ms === 'number';
  return (
    <span class="mark">
      <Icon name="x" /> {withdrawn ? t('withdrawn') : t('not in use')}
    </span>
  );
}

function isOut(entry: Entry): boolean {
  return entry.active === false || typeof entry.revoked_ms === 'number';
}
