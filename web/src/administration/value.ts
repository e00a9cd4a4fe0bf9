/**
 * Values of an entity's fields: as the store keeps them, as a form holds them, and as people read them.
 *
 * A form holds text, or true and false; a length of time is an amount and a unit with `|` between.
 */
import { count, t, word } from '../page/words';
import type { Choice, Choices, Field } from './shape';

export type Draft = string | boolean;
export type Drafts = Readonly<Record<string, Draft>>;
export type Entry = Readonly<Record<string, unknown>>;

export interface Unit {
  readonly seconds: number;
  readonly name: string;
}

export const UNITS: readonly Unit[] = [
  { seconds: 86_400, name: word('days') },
  { seconds: 3_600, name: word('hours') },
  { seconds: 60, name: word('minutes') },
  { seconds: 1, name: word('seconds') },
];

const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/** What a form begins with. */
export function draftOf(field: Field, value: unknown): Draft {
  switch (field.kind) {
    case 'flag':
      return value === undefined || value === null ? field.first === true : value === true;
    case 'switch':
      return value === 1;
    case 'duration':
      return durationDraft(value);
    case 'clock':
      return typeof value === 'number' ? clockOf(value) : '';
    case 'words':
      return Array.isArray(value) ? value.join(', ') : '';
    case 'pairs':
      return Array.isArray(value)
        ? value.map(({ key, name }) => `${key} = ${name}`).join('\n')
        : '';
    case 'items':
      return JSON.stringify(
        Array.isArray(value) ? value.map((each) => draftsOfItem(field, each)) : [],
      );
    default:
      return value === undefined || value === null ? '' : String(value);
  }
}

/** What an act is sent for it; null takes a value away. */
export function payloadOf(field: Field, draft: Draft): unknown {
  if (typeof draft === 'boolean') return field.kind === 'switch' ? Number(draft) : draft;
  const text = draft.trim();
  switch (field.kind) {
    case 'number':
      return text === '' ? null : numberOf(text);
    case 'duration':
      return secondsOf(draft);
    case 'clock':
      return minutesOf(text);
    case 'words':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'pairs':
      return pairsOf(text);
    case 'items':
      return itemsOf(draft).map((drafts) => payloadOfItem(field, drafts));
    default:
      return text === '' ? null : text;
  }
}

/** What is wrong with what was typed, as a sentence; empty: nothing is. */
export function troubleOf(field: Field, draft: Draft): string {
  if (typeof draft === 'boolean') return '';
  const value = payloadOf(field, draft);
  if (value === null || value === '') {
    return field.needed ? t('“{field}” is needed.', { field: t(field.label) }) : '';
  }
  if (field.kind === 'items') return troubleOfItems(field, itemsOf(String(draft)));
  if (field.kind === 'pairs' && pairsOf(String(draft)).some(({ name }) => name === '')) {
    return t('Write one on each line: a code, =, and its name.');
  }
  if (field.kind === 'code' && !CODE.test(String(value))) {
    return t('A code is 1 to 64 letters, digits, dots, dashes or underscores.');
  }
  if (field.kind !== 'number' && field.kind !== 'duration' && field.kind !== 'clock') return '';
  const number = Number(value);
  if (!Number.isFinite(number) || (field.whole === true && !Number.isInteger(number))) {
    return field.whole === true ? t('This must be a whole number.') : t('This must be a number.');
  }
  const { least, most } = field;
  if ((least !== undefined && number < least) || (most !== undefined && number > most)) {
    return t('This must be from {least} to {most}.', {
      least: readable(field, least, {}),
      most: readable(field, most, {}),
    });
  }
  return '';
}

/** A value as people read it. */
export function readable(field: Field, value: unknown, choices: Choices): string {
  if (value === null || value === undefined || value === '') return '–';
  switch (field.kind) {
    case 'flag':
      return value === true ? t('yes') : t('no');
    case 'switch':
      return value === 1 ? t('yes') : t('no');
    case 'duration':
      return duration(Number(value));
    case 'clock':
      return clockOf(Number(value)).replace(':', '.');
    case 'number':
      return field.unit === undefined
        ? count(Number(value))
        : `${count(Number(value))} ${t(field.unit)}`;
    case 'choice':
      return nameOf(choicesOf(field, choices), String(value));
    case 'words':
      return Array.isArray(value) ? value.join(', ') : String(value);
    case 'items':
      return Array.isArray(value) ? value.map(({ code }) => code).join(', ') || '–' : String(value);
    default:
      return String(value);
  }
}

/** What a form holds of a list of things. */
export function itemsOf(draft: string): readonly Drafts[] {
  return draft === '' ? [] : (JSON.parse(draft) as readonly Drafts[]);
}

/** What a form begins with for one of the list; undefined: a new one. */
export function draftsOfItem(field: Field, item: Entry | undefined): Drafts {
  return Object.fromEntries(
    (field.items ?? []).map((part) => [part.name, draftOf(part, item?.[part.name])]),
  );
}

function payloadOfItem(field: Field, drafts: Drafts): Entry {
  const said = (field.items ?? []).map(
    (part) => [part.name, payloadOf(part, drafts[part.name] ?? '')] as const,
  );
  const given = said.filter(([, value]) => value !== null && !isEmptyList(value));
  return Object.fromEntries(given);
}

function troubleOfItems(field: Field, items: readonly Drafts[]): string {
  for (const drafts of items) {
    for (const part of field.items ?? []) {
      const trouble = troubleOf(part, drafts[part.name] ?? '');
      if (trouble !== '') return `${t(part.label)}: ${trouble}`;
    }
  }
  return '';
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function pairsOf(text: string): readonly { key: string; name: string }[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [key = '', ...name] = line.split('=');
    return { key: key.trim(), name: name.join('=').trim() };
  });
}

/** What a field can be chosen from. */
export function choicesOf(field: Field, choices: Choices): readonly Choice[] {
  if (field.choices === undefined) return [];
  return typeof field.choices === 'string' ? (choices[field.choices] ?? []) : field.choices;
}

function nameOf(choices: readonly Choice[], value: string): string {
  const found = choices.find((choice) => choice.value === value);
  if (found === undefined) return value;
  return found.given === true ? found.name : t(found.name);
}

function duration(seconds: number): string {
  const unit = UNITS.find((each) => seconds % each.seconds === 0) ?? UNITS[UNITS.length - 1];
  return `${count(seconds / (unit?.seconds ?? 1))} ${t(unit?.name ?? '')}`;
}

function durationDraft(value: unknown): string {
  if (typeof value !== 'number') return '|3600';
  const fitting = UNITS.find((each) => value % each.seconds === 0)?.seconds ?? 1;
  // Nothing is as well no hours as no days.
  const unit = value === 0 ? 3600 : fitting;
  return `${value / unit}|${unit}`;
}

function secondsOf(draft: string): number | null {
  const [amount = '', unit = '1'] = draft.split('|');
  return amount.trim() === '' ? null : numberOf(amount) * Number(unit);
}

/** Indonesian writes decimals with a comma. */
function numberOf(text: string): number {
  return Number(text.trim().replace(',', '.'));
}

function clockOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function minutesOf(text: string): number | null {
  const found = /^(\d{1,2})[:.](\d{2})$/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}
