/** Who changed what, when, from what to what. */
import { useEffect, useState } from 'preact/hooks';
import { moment } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { t, word } from '../page/words';
import { entryAt } from './route';
import { settingName, valueField } from './setting_shape';
import { type Choices, type Field, type Shape, type Source, sourcesOf } from './shape';
import { shapeOfAct } from './shapes';
import { type Change, readChoices, readHistory } from './store';
import { readable } from './value';

const PAGE = 500;

const DEEDS: Readonly<Record<string, string>> = {
  set_account: word('Account'),
  reset_password: word('Code for a new password'),
  set_key: word('New key'),
  revoke_key: word('Key withdrawn'),
  erase_person: word('Data of a person erased'),
  set_setting: word('Limit'),
  set_category: word('Category'),
  set_offer: word('Open311'),
  set_agency: word('Agency'),
  set_route: word('Route'),
  set_template: word('Answer'),
  set_crew: word('Crew'),
  set_member: word('Member'),
  set_shift: word('Shift'),
  set_facility: word('Facility'),
  set_gauge: word('Water gauge'),
};

export interface HistoryProps {
  /** Key of the thing whose history is shown; none: of everything. */
  readonly of?: string;
  readonly kinds?: readonly string[];
}

export function History({ of, kinds }: HistoryProps) {
  const [changes, setChanges] = useState<readonly Change[] | null>(null);
  const [full, setFull] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [choices, setChoices] = useState<Choices | null>(null);
  const wanted = {
    ...(of === undefined ? {} : { key: of }),
    ...(kinds === undefined ? {} : { kinds }),
  };
  useEffect(() => {
    const stop = new AbortController();
    readHistory(wanted, stop.signal).then(
      (found) => {
        setChanges(found);
        setFull(found.length === PAGE);
        setTrouble('');
      },
      (error) => {
        if (!stop.signal.aborted) setTrouble(sentenceOf(error));
      },
    );
    return () => stop.abort();
  }, [of, kinds?.join()]);

  const named = [...new Set((changes ?? []).flatMap(sourcesOfChange))].sort();
  const isRead = changes !== null;
  useEffect(() => {
    if (!isRead) return;
    let isWanted = true;
    const name = (found: Choices) => isWanted && setChoices(found);
    // Without the names the codes still say what changed.
    readChoices(named).then(name, () => name({}));
    return () => {
      isWanted = false;
    };
  }, [isRead, named.join()]);

  const older = async () => {
    const before = changes?.[changes.length - 1];
    if (changes === null || before === undefined) return;
    try {
      const found = await readHistory({ ...wanted, before });
      setChanges([...changes, ...found]);
      setFull(found.length === PAGE);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };

  if (trouble !== '') {
    return (
      <p class="trouble" role="alert">
        {trouble}
      </p>
    );
  }
  // Codes that turn into names under the reader's eye would be read twice.
  if (changes === null || choices === null) return <p role="status">{t('Loading …')}</p>;
  if (changes.length === 0) return <p>{t('Nobody has changed it here yet.')}</p>;
  return (
    <>
      <ol class="plain history">
        {changes.map((change) => (
          <Line key={change.intent_id} change={change} choices={choices} isOwn={of !== undefined} />
        ))}
      </ol>
      {full && (
        <button type="button" onClick={older}>
          {t('Show older ones')}
        </button>
      )}
    </>
  );
}

interface LineProps {
  readonly change: Change;
  readonly choices: Choices;
  readonly isOwn: boolean;
}

function Line({ change, choices, isOwn }: LineProps) {
  const shape = shapeOfAct(change.kind);
  const name = change.called === '' ? nameOfKey(change, choices) : change.called;
  return (
    <li>
      <p>
        <time dateTime={new Date(change.recorded_ms).toISOString()}>
          {moment(change.recorded_ms, Date.now())}
        </time>{' '}
        · <bdi>{change.by}</bdi>
      </p>
      <p>
        <strong>{t(DEEDS[change.kind] ?? change.kind)}</strong>{' '}
        {!isOwn &&
          (shape === undefined ? (
            <bdi>{name}</bdi>
          ) : (
            <a href={entryAt(shape.what, change.key)}>
              <bdi>{name}</bdi>
            </a>
          ))}
      </p>
      <ul class="plain changed">
        {told(change, shape, choices).map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </li>
  );
}

function nameOfKey(change: Change, choices: Choices): string {
  if (change.kind !== 'set_setting') return change.key;
  const category = categoryOf(change);
  const named = choices.categories?.find(({ value }) => value === category);
  return settingName(change.key, named?.name ?? '');
}

/** The code of the category whose own limit was changed; undefined: no such change. */
function categoryOf(change: Change): string | undefined {
  return change.kind === 'set_setting' ? change.key.split('/')[1] : undefined;
}

/** Lists in which what a change speaks of is named. */
function sourcesOfChange(change: Change): readonly Source[] {
  const fields = shapeOfAct(change.kind)?.fields(null) ?? [];
  const names = Object.keys(change.changed ?? change.payload);
  const sources = sourcesOf(fields.filter(({ name }) => names.includes(name)));
  return categoryOf(change) === undefined ? sources : [...sources, 'categories'];
}

function told(change: Change, shape: Shape | undefined, choices: Choices): readonly string[] {
  if (change.changed === null) {
    return Object.entries(change.payload).map(([name, value]) => {
      const field = fieldOf(change, shape, name);
      return t('{field}: {after}', { field: t(field.label), after: shown(field, value, choices) });
    });
  }
  return Object.entries(change.changed).flatMap(([name, pair]) => {
    const field = fieldOf(change, shape, name);
    const label = t(field.label);
    if (pair === null) return [t('{field} changed', { field: label })];
    const [before, after] = pair.map((value) => shown(field, value, choices));
    return before === '–'
      ? [t('{field}: {after}', { field: label, after: after ?? '' })]
      : [
          t('{field}: {before} → {after}', {
            field: label,
            before: before ?? '',
            after: after ?? '',
          }),
        ];
  });
}

function fieldOf(change: Change, shape: Shape | undefined, name: string): Field {
  if (change.kind === 'set_setting') return valueField(change.key);
  const found = shape?.fields(null).find((field) => field.name === name);
  return found ?? { name, label: name === 'valid' ? word('Good') : name, kind: 'text' };
}

function shown(field: Field, value: unknown, choices: Choices): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (typeof value === 'object' && value !== null && field.kind === 'text') return plain(value);
  // Priorities are kept as numbers.
  if (field.kind === 'choice' && typeof value === 'number' && Array.isArray(field.choices)) {
    return readable(field, field.choices[value]?.value, choices);
  }
  return readable(field, value, choices);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
