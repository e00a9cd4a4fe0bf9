import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  isEverything,
  parametersOf,
  type Question,
  questionOf,
} from '../../src/public/question';
import { hashOf, routeOf } from '../../src/public/route';

const QUESTION: Question = {
  states: ['waiting', 'reopened'],
  category: 'BANJIR',
  area: '31.71.01',
  lastHours: 168,
};

describe('a question in an address', () => {
  it('comes back as it went in', () => {
    expect(questionOf(parametersOf(QUESTION))).toEqual(QUESTION);
    expect(questionOf(parametersOf(EVERYTHING))).toEqual(EVERYTHING);
  });

  it('that asks for everything needs no parameters', () => {
    expect(isEverything(EVERYTHING)).toBe(true);
    expect(isEverything(QUESTION)).toBe(false);
  });

  it.each(['state=lost', 'last_h=-1', 'last_h=1.5', 'last_h=x', 'last_h=9999999', ''])(
    'leaves out what can not be read: %s',
    (text) => {
      expect(questionOf(new URLSearchParams(text))).toEqual(EVERYTHING);
    },
  );
});

describe('a place in the page', () => {
  it.each([
    { view: 'map', report: '', question: EVERYTHING },
    { view: 'map', report: 'JK261123-000412', question: QUESTION },
    { view: 'figures', report: '', question: QUESTION },
    { view: 'map', report: 'a/b?c#d%', question: EVERYTHING },
  ] as const)('comes back as it went in: %j', (route) => {
    expect(routeOf(hashOf(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/elsewhere', '#report'])('%j is the map', (hash) => {
    expect(routeOf(hash)).toEqual({ view: 'map', report: '', question: EVERYTHING });
  });

  it('takes an address that was cut within an escape as it is', () => {
    expect(routeOf('#/report/JK%2').report).toBe('JK%2');
  });
});
