/** What the shared map code is given to look and read like: the page's colours and words. */
import type { MapTheme, Texts } from '../bridge/message';
import { SHAPE } from '../page/look';
import { stateWord } from '../page/state';
import { language, t } from '../page/words';
import { ALL_STATES } from './question';

/** Colours as the style sheet has them at the moment, light or dark. */
export function mapTheme(): MapTheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    name: window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    sea: colour('map-sea'),
    land: colour('map-land'),
    border: colour('map-border'),
    coast: colour('map-coast'),
    label: colour('dim-text'),
    core: colour('map-core'),
    surface: colour('raised'),
    line: colour('line'),
    hover: colour('hover'),
    text: colour('text'),
    dim_text: colour('dim-text'),
    accent: colour('accent'),
    states: ALL_STATES.map((state) => ({
      word: stateWord(state),
      shape: SHAPE[state],
      color: colour(`state-${state.replace('_', '-')}`),
    })),
    presentation: { scale: 1, least_word_px: 0, words: true, controls: true },
  };
}

export function mapTexts(): Texts {
  return {
    language: language(),
    map_name: t('Map of public reports'),
    keys: t(
      'Arrow keys move the map, plus and minus zoom. N and Shift+N walk through the marks in view, Enter opens one, Escape leaves it. The list beside the map holds the same reports.',
    ),
    zoom_in: t('Zoom in'),
    zoom_out: t('Zoom out'),
    reports: t('{count} reports', {}),
    overdue: t('overdue'),
    pending: '',
    approximate: t('approximate borders'),
    north: '',
    south: '',
    east: '',
    west: '',
    legend: t('Legend'),
    legend_ring: t('ring: share of each state'),
    draw_help: '',
    measure_help: '',
    measured_length: '',
    measured_area: '',
    areas_missing: '',
    base_map_failing: '',
  };
}
