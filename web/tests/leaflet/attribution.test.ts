import { beforeEach, expect, test } from 'vitest';
import type { MapTheme, Texts } from '../../src/bridge/message';
import { Attribution } from '../../src/leaflet/attribution';

const TEXTS = { base_map_failing: 'not to be had' } as Texts;
const WALL = { presentation: { least_word_px: 24, controls: false } } as MapTheme;
const DESK = { presentation: { least_word_px: 0, controls: true } } as MapTheme;

let attribution: Attribution;
let box: HTMLElement;

beforeEach(() => {
  attribution = new Attribution(TEXTS, DESK);
  box = attribution.onAdd();
});

function words(): string[] {
  return [...box.children]
    .filter((part) => !part.hasAttribute('hidden'))
    .map((part) => part.textContent ?? '');
}

test('nothing stands there while there is nothing to say', () => {
  attribution.setWords('', '');
  expect(box.hidden).toBe(true);
});

test('the owner is named, in words that stay words', () => {
  attribution.setWords('<b>Somebody</b>', '');
  expect([box.hidden, words(), box.querySelector('b')]).toEqual([false, ['<b>Somebody</b>'], null]);
});

test('whose maps lie over it stands behind', () => {
  attribution.setWords('Somebody', '');
  attribution.setOthers(['Roads: Another', 'Rivers: A third']);
  expect(words()).toEqual(['Somebody · Roads: Another · Rivers: A third']);
  attribution.setWords('', '');
  expect(words()).toEqual(['Roads: Another · Rivers: A third']);
});

test('that tiles can not be had is said until they can', () => {
  attribution.setWords('Somebody', '');
  attribution.setFailing(true);
  expect(words()).toEqual(['not to be had', 'Somebody']);
  attribution.setFailing(false);
  expect(words()).toEqual(['Somebody']);
});

test('what is wrong with the file that was wanted comes before anything else', () => {
  attribution.setWords('', 'that file is broken');
  attribution.setFailing(true);
  expect(words()).toEqual(['that file is broken']);
});

test('on a wall it is no smaller than other words', () => {
  attribution.setStyle(TEXTS, WALL);
  expect(box.style.fontSize).toBe('24px');
  attribution.setStyle(TEXTS, DESK);
  expect(box.style.fontSize).toBe('');
});
