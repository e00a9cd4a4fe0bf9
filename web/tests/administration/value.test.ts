import { describe, expect, it } from 'vitest';
import type { Field, FieldKind } from '../../src/administration/shape';
import { draftOf, payloadOf, readable, troubleOf } from '../../src/administration/value';

function field(kind: FieldKind, more: Partial<Field> = {}): Field {
  return { name: 'it', label: 'It', kind, ...more };
}

const QUESTIONS = field('items', {
  items: [
    { name: 'code', label: 'Code', kind: 'code', needed: true },
    { name: 'choices', label: 'Choices', kind: 'pairs' },
    { name: 'asked', label: 'Asked', kind: 'flag', first: true },
  ],
});

describe('what the store keeps comes back from the form as it went in', () => {
  it.each([
    ['text', 'RSUD "Barat" <b>'],
    ['number', 106.85],
    ['flag', false],
    ['switch', 0],
    ['switch', 1],
    ['duration', 0],
    ['duration', 90],
    ['duration', 5_400],
    ['duration', 86_400],
    ['clock', 0],
    ['clock', 1_439],
    ['words', ['air', 'genangan']],
    ['pairs', [{ key: '10', name: 'Semata kaki' }]],
  ] as const)('%s %j', (kind, value) => {
    expect(payloadOf(field(kind), draftOf(field(kind), value))).toEqual(value);
  });

  it('a list of questions', () => {
    const value = [
      { code: 'TINGGI', choices: [{ key: '1', name: 'a = b' }], asked: true },
      { code: 'ARUS', asked: false },
    ];
    expect(payloadOf(QUESTIONS, draftOf(QUESTIONS, value))).toEqual(value);
  });

  it('a value that is taken away is null', () => {
    expect(payloadOf(field('choice'), '')).toBeNull();
    expect(payloadOf(field('number'), ' ')).toBeNull();
  });
});

describe('what is wrong is said', () => {
  it.each([
    ['code', 'PPSU 1'],
    ['number', 'banyak'],
    ['number', '101'],
    ['duration', '200|1'],
    ['clock', '7 pagi'],
    ['pairs', '10 Semata kaki'],
  ] as const)('%s %s', (kind, draft) => {
    const bounded = field(kind, { least: 0, most: 100, needed: true });
    expect(troubleOf(bounded, draft)).not.toBe('');
  });

  it('of a question within its list', () => {
    expect(troubleOf(QUESTIONS, JSON.stringify([{ code: '', choices: '', asked: true }]))).not.toBe(
      '',
    );
  });

  it('and nothing of what is right', () => {
    expect(troubleOf(field('code'), 'PPSU-1')).toBe('');
    expect(troubleOf(field('number', { least: 0, most: 100 }), '99,5')).toBe('');
    expect(troubleOf(field('number'), '')).toBe('');
  });
});

it('a length of time is read in its largest whole unit', () => {
  expect(readable(field('duration'), 7_200, {})).toMatch(/^2 /);
  expect(readable(field('duration'), 5_400, {})).toMatch(/^90 /);
});
