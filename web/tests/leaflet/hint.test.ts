import { beforeEach, expect, test, vi } from 'vitest';
import type { MapTheme, Texts } from '../../src/bridge/message';
import type { Mark } from '../../src/core/mark';
import { Hint } from '../../src/leaflet/hint';

const TEXTS = { language: 'id', reports: '{count} laporan', overdue: 'lewat waktu', pending: 'p' };
const THEME = {
  text: '#fff',
  states: [
    { word: 'Menunggu', shape: 'triangle', color: '#f00' },
    { word: '<b>Proses</b>', shape: 'circle', color: '#00f' },
  ],
};
const CLUSTER: Mark = {
  x: 0,
  y: 0,
  total: 1234,
  counts: [1200, 34],
  report: '',
  overdue: false,
  pending: false,
  icon: '',
  radius: 27,
  arcs: [],
};
const SINGLE: Mark = { ...CLUSTER, total: 1, counts: [1, 0], report: '5', overdue: true };
const HOSTILE = '</script><img src=x onerror="window.broken = true">';

let container: HTMLElement;
let hint: Hint;

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  container = document.createElement('div');
  hint = new Hint(container, TEXTS as Texts, THEME as unknown as MapTheme);
});

test('a cluster says how many reports it holds, by state', () => {
  hint.show(CLUSTER, { x: 0, y: 0 });
  const lines = [...container.querySelectorAll('.map-hint > div')].map((each) => each.textContent);
  expect(lines).toEqual(['1.234 laporan', 'Menunggu1.200', '<b>Proses</b>34']);
});

test('an overdue single says so in words', () => {
  hint.show(SINGLE, { x: 0, y: 0 });
  expect(container.textContent).toContain('lewat waktu');
});

test('words of a report that is no longer under the pointer are not shown', () => {
  hint.show(SINGLE, { x: 0, y: 0 });
  hint.setLines({ kind: 'set_hint', report: '6', lines: ['Another'] });
  expect(container.textContent).not.toContain('Another');
});

test('hostile words stay words', () => {
  hint.show(SINGLE, { x: 0, y: 0 });
  hint.setLines({ kind: 'set_hint', report: '5', lines: [HOSTILE, HOSTILE] });
  expect(container.textContent).toContain(HOSTILE);
  expect(container.querySelector('img, script, b')).toBeNull();
});

test('what the box shows is spoken when somebody walks there by keyboard', () => {
  hint.show(CLUSTER, { x: 0, y: 0 });
  hint.speak();
  expect(container.querySelector('[role=status]')?.textContent).toContain('1.234 laporan');
});
