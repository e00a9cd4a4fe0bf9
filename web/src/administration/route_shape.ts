/** Which agency new reports go to, by what they are about and where they lie. */
import { t, word } from '../page/words';
import { bilingual, inUse } from './city_shapes';
import { type Shape, textOf } from './shape';
import type { Drafts, Entry } from './value';

/** What stands in a route's key for every category, and for the whole city. */
const ANY = '*';

const EVERY_CATEGORY = word('Every category');
const WHOLE_CITY = word('The whole city');

export const ROUTE_SHAPE: Shape = {
  what: 'routes',
  act: 'set_route',
  kinds: ['set_route'],
  title: word('Routing'),
  about: word(
    'To which agency a new report goes by itself. If several routes fit, that of the smallest area decides; of one area, the category’s own before that for every category. If none fits, the office of its area answers.',
  ),
  icon: 'directions',
  fresh: word('New route'),
  key: 'key',
  parts: true,
  named: word('Reports of'),
  nameOf,
  keyOf,
  fields: () => [
    {
      name: 'category',
      label: word('Category'),
      kind: 'choice',
      choices: 'categories',
      once: true,
      absent: EVERY_CATEGORY,
    },
    {
      name: 'area',
      label: word('Where they lie'),
      kind: 'choice',
      choices: 'areas',
      once: true,
      absent: WHOLE_CITY,
      help: word('With all areas in it. A smaller area goes before a larger one.'),
    },
    {
      name: 'agency',
      label: word('Go to the agency'),
      kind: 'choice',
      choices: 'agencies',
      needed: true,
      listed: true,
      help: word('Holds for new reports. Those that are open stay where they are.'),
    },
    inUse(word('Otherwise it is as if it were not there.')),
  ],
};

function nameOf(entry: Entry): string {
  const category =
    entry.category === null ? t(EVERY_CATEGORY) : bilingual(entry) || textOf(entry, 'category');
  if (entry.area === null) return `${category} · ${t(WHOLE_CITY)}`;
  const area = textOf(entry, 'area_name') || textOf(entry, 'area');
  const level = textOf(entry, 'area_level');
  return `${category} · ${level === '' ? area : `${area} (${level})`}`;
}

function keyOf(drafts: Drafts): string {
  return `${drafts.category || ANY}/${drafts.area || ANY}`;
}
