/** What somebody narrows the reports by: four fields, and a chip for each condition that is made. */
import { useId } from 'preact/hooks';
import type { City } from '../page/city';
import { SHAPE } from '../page/look';
import { StateShape } from '../page/shape';
import { stateWord } from '../page/state';
import { count, t } from '../page/words';
import type { Borders, Counts } from './answer';
import type { Names } from './place_name';
import { ALL_STATES, EVERYTHING, isEverything, type Question } from './question';

interface FiltersProps {
  readonly question: Question;
  readonly city: City | undefined;
  readonly borders: Borders | undefined;
  /** How many there are by each, of the question as it is. */
  readonly counts: Counts | undefined;
  readonly names: Names;
  readonly onChange: (question: Question) => void;
}

const HOURS = [24, 168, 720] as const;

function hoursWord(hours: number): string {
  if (hours === 24) return t('Last 24 hours');
  return t('Last {days} days', { days: Math.round(hours / 24) });
}

export function Filters(props: FiltersProps) {
  const { question, city, borders, counts, names, onChange } = props;
  const shown = city?.categories.filter(({ publication }) => publication !== 'count_only') ?? [];
  return (
    <section class="filters" aria-label={t('Filter')}>
      <div class="fields">
        <Choice
          label={t('Time')}
          value={String(question.lastHours)}
          options={[
            { value: '0', words: t('Any time') },
            ...HOURS.map((hours) => ({ value: String(hours), words: hoursWord(hours) })),
          ]}
          onChange={(value) => onChange({ ...question, lastHours: Number(value) })}
        />
        <Choice
          label={t('Category')}
          value={question.category}
          options={[
            { value: '', words: t('All categories') },
            ...names
              .sorted(shown, ({ code }) => names.category(code))
              .map(({ code }) => ({ value: code, words: names.category(code) })),
          ]}
          onChange={(category) => onChange({ ...question, category })}
        />
        <Choice
          label={t('Area')}
          value={question.area}
          options={[{ value: '', words: t('Whole city') }, ...areaOptions(borders, names)]}
          onChange={(area) => onChange({ ...question, area })}
        />
      </div>
      <fieldset class="states">
        <legend class="unseen">{t('State')}</legend>
        {ALL_STATES.map((state) => {
          const pressed = question.states.includes(state);
          const number = counts?.states[state] ?? 0;
          return (
            <button
              type="button"
              key={state}
              class="chip"
              aria-pressed={pressed}
              onClick={() =>
                onChange({
                  ...question,
                  states: pressed
                    ? question.states.filter((each) => each !== state)
                    : [...question.states, state],
                })
              }
            >
              <span class={`state-${state}`}>
                <StateShape shape={SHAPE[state]} />
              </span>{' '}
              {stateWord(state)}
              {counts !== undefined && <span class="dim"> {count(number)}</span>}
            </button>
          );
        })}
      </fieldset>
      {!isEverything(question) && <Chips {...props} />}
    </section>
  );
}

/** The conditions that are made, each with the way to take it back. */
function Chips({ question, names, onChange }: FiltersProps) {
  const made = [
    ...(question.lastHours > 0
      ? [{ words: hoursWord(question.lastHours), without: { ...question, lastHours: 0 } }]
      : []),
    ...(question.category !== ''
      ? [{ words: names.category(question.category), without: { ...question, category: '' } }]
      : []),
    ...(question.area !== ''
      ? [{ words: names.area(question.area), without: { ...question, area: '' } }]
      : []),
    ...question.states.map((state) => ({
      words: stateWord(state),
      without: { ...question, states: question.states.filter((each) => each !== state) },
    })),
  ];
  return (
    <ul class="chips" aria-label={t('Conditions')}>
      {made.map(({ words, without }) => (
        <li key={words}>
          <button
            type="button"
            class="chip chip-made"
            aria-label={t('Remove {condition}', { condition: words })}
            onClick={() => onChange(without)}
          >
            {words} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="chip" onClick={() => onChange(EVERYTHING)}>
          {t('Remove all')}
        </button>
      </li>
    </ul>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  // What a link asks for may not be known yet, or any more; it stays until somebody chooses.
  const known = options.some((each) => each.value === value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Upper areas first, each with those right below it; the finest level is left to the map: it has hundreds. */
function areaOptions(
  borders: Borders | undefined,
  names: Names,
): { readonly value: string; readonly words: string }[] {
  if (borders === undefined) return [];
  const least = borders.levels.length > 1 ? 1 : 0;
  const wanted = borders.areas.filter(({ rank }) => rank >= least);
  return names
    .sorted(wanted, ({ rank, name }) => `${9 - rank}${name}`)
    .map(({ code, rank }) => ({
      value: code,
      words:
        rank === least && rank < borders.levels.length - 1
          ? names.areaWithin(code)
          : names.area(code),
    }));
}
