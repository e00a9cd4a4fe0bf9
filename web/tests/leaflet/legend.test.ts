import L from 'leaflet';
import { beforeEach, expect, type Mock, test, vi } from 'vitest';
import type { MapTheme, Texts } from '../../src/bridge/message';
import type { Mark } from '../../src/core/mark';
import { Legend } from '../../src/leaflet/legend';

const TEXTS = { legend: 'Keterangan', legend_ring: 'cincin', overdue: 'lewat waktu', pending: 'p' };
const STATES = [
  { word: 'Menunggu', shape: 'triangle', color: '#f00' },
  { word: 'Proses', shape: 'circle', color: '#00f' },
];

let map: L.Map;

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  map = L.map(element, { zoomControl: false, attributionControl: false }).setView([0, 0], 3);
});

function shown(
  controls: boolean,
  width: number,
): {
  legend: Legend;
  words: () => string[];
  onFoot: Mock;
} {
  vi.spyOn(map, 'getSize').mockReturnValue(L.point(width, 600));
  const presentation = { scale: 1, least_word_px: controls ? 0 : 24, words: true, controls };
  const theme = { states: STATES, presentation, text: '#fff' } as unknown as MapTheme;
  const onFoot = vi.fn();
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(90);
  const legend = new Legend(TEXTS as Texts, theme, onFoot).addTo(map);
  const list = map.getContainer().querySelector('ul') as HTMLElement;
  const words = () => (list.hidden ? [] : [...list.children].map((each) => `${each.textContent}`));
  return { legend, words, onFoot };
}

test('a desk is told every state, in order, and what rings mean', () => {
  const { words } = shown(true, 1200);
  expect(words()).toEqual(['Menunggu', 'Proses', 'cincin', 'lewat waktu', 'p']);
});

test('on a narrow map the legend begins folded and its button unfolds it', () => {
  const { words } = shown(true, 500);
  expect(words()).toEqual([]);
  const button = map.getContainer().querySelector('button');
  expect(button?.getAttribute('aria-expanded')).toBe('false');
  button?.click();
  expect(words()).toContain('Menunggu');
  expect(button?.getAttribute('aria-expanded')).toBe('true');
});

test('a wall has no button and names the states on its map only', () => {
  const { legend, words } = shown(false, 500);
  legend.setMarks([{ counts: [0, 3], x: 0, y: 0 } as unknown as Mark]);
  expect(words()).toEqual(['Proses', 'cincin', 'lewat waktu']);
  expect(map.getContainer().querySelector('button')?.hidden).toBe(true);
});

test('on a wall it is a strip along the foot and says how high, on a desk a box that takes no foot', () => {
  const wall = shown(false, 1200);
  const box = map.getContainer().querySelector('.leaflet-bottom.leaflet-left .map-legend-strip');
  expect(box).not.toBeNull();
  expect(wall.onFoot).toHaveBeenLastCalledWith(90);
  wall.legend.setShown(false);
  expect(wall.onFoot).toHaveBeenLastCalledWith(0);
  const desk = shown(true, 1200);
  expect(map.getContainer().querySelector('.leaflet-top.leaflet-left .map-legend')).not.toBeNull();
  expect(desk.onFoot).toHaveBeenLastCalledWith(0);
});

test('a map that becomes narrow folds the legend that nobody touched', () => {
  const { words } = shown(true, 1200);
  expect(words()).toContain('Menunggu');
  vi.spyOn(map, 'getSize').mockReturnValue(L.point(400, 600));
  map.fire('resize');
  expect(words()).toEqual([]);
});
