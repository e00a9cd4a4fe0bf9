/** One field of a form: its label, its control, what it means, and what is wrong with it. */
import { useId } from 'preact/hooks';
import { t } from '../page/words';
import { Items } from './items';
import type { Choices, Field } from './shape';
import { choicesOf, type Draft, UNITS } from './value';

export interface ControlProps {
  readonly field: Field;
  readonly draft: Draft;
  readonly choices: Choices;
  readonly trouble: string;
  readonly locked: boolean;
  readonly onDraft: (draft: Draft) => void;
}

interface Common {
  readonly id: string;
  readonly disabled: boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

export function Control({ field, draft, choices, trouble, locked, onDraft }: ControlProps) {
  const id = useId();
  const common: Common = {
    id,
    disabled: locked,
    'aria-invalid': trouble !== '',
    'aria-describedby': `${id}-help ${id}-trouble`,
  };
  const help = (
    <span class="help dim" id={`${id}-help`}>
      {field.help === undefined ? '' : t(field.help)}
    </span>
  );
  const wrong = (
    <span class="trouble field-trouble" id={`${id}-trouble`}>
      {trouble}
    </span>
  );
  if (typeof draft === 'boolean') {
    return (
      <div class="field">
        <label class="check" for={id}>
          <input
            {...common}
            type="checkbox"
            checked={draft}
            onChange={(event) => onDraft(event.currentTarget.checked)}
          />
          {t(field.label)}
        </label>
        {help}
        {wrong}
      </div>
    );
  }
  if (field.kind === 'items') {
    return (
      <Items
        field={field}
        draft={String(draft)}
        choices={choices}
        locked={locked}
        onDraft={onDraft}
      >
        {help}
        {wrong}
      </Items>
    );
  }
  const named = field.unit === undefined ? t(field.label) : `${t(field.label)} (${t(field.unit)})`;
  return (
    <div class="field">
      <label for={id}>
        {named}
        {field.needed !== true && field.absent === undefined && (
          <span class="dim"> {t('(optional)')}</span>
        )}
      </label>
      {help}
      <Input
        field={field}
        draft={String(draft)}
        choices={choices}
        common={common}
        onDraft={onDraft}
      />
      {wrong}
    </div>
  );
}

interface InputProps {
  readonly field: Field;
  readonly draft: string;
  readonly choices: Choices;
  readonly common: Common;
  readonly onDraft: (draft: string) => void;
}

function Input({ field, draft, choices, common, onDraft }: InputProps) {
  const onInput = (event: { currentTarget: { value: string } }) =>
    onDraft(event.currentTarget.value);
  switch (field.kind) {
    case 'long':
    case 'pairs':
      return <textarea {...common} rows={4} value={draft} onInput={onInput} />;
    case 'choice':
      return (
        <Select field={field} draft={draft} choices={choices} common={common} onDraft={onDraft} />
      );
    case 'duration':
      return <Duration field={field} draft={draft} common={common} onDraft={onDraft} />;
    case 'clock':
      return <input {...common} type="time" value={draft} onInput={onInput} />;
    case 'number':
      return <input {...common} inputMode="decimal" value={draft} onInput={onInput} />;
    default:
      return (
        <input
          {...common}
          autocomplete="off"
          autocapitalize={field.kind === 'code' ? 'none' : 'sentences'}
          spellcheck={false}
          value={draft}
          onInput={onInput}
        />
      );
  }
}

function Select({ field, draft, choices, common, onDraft }: InputProps) {
  const offered = choicesOf(field, choices);
  const isOffered = draft === '' || offered.some(({ value }) => value === draft);
  return (
    <select {...common} value={draft} onChange={(event) => onDraft(event.currentTarget.value)}>
      <option value="">{field.needed === true ? t('Choose …') : t(field.absent ?? 'none')}</option>
      {!isOffered && <option value={draft}>{draft}</option>}
      {offered.map(({ value, name, given }) => (
        <option key={value} value={value}>
          {given === true ? name : t(name)}
        </option>
      ))}
    </select>
  );
}

function Duration({ field, draft, common, onDraft }: Omit<InputProps, 'choices'>) {
  const [amount = '', unit = '3600'] = draft.split('|');
  return (
    <div class="duration">
      <input
        {...common}
        inputMode="decimal"
        value={amount}
        onInput={(event) => onDraft(`${event.currentTarget.value}|${unit}`)}
      />
      <select
        aria-label={t('Unit of “{field}”', { field: t(field.label) })}
        disabled={common.disabled}
        value={unit}
        onChange={(event) => onDraft(`${amount}|${event.currentTarget.value}`)}
      >
        {UNITS.map(({ seconds, name }) => (
          <option key={seconds} value={String(seconds)}>
            {t(name)}
          </option>
        ))}
      </select>
    </div>
  );
}
