/** The city's settings: limits, alarms, retention and quiet hours. Each has one value, and bounds that the store says. */
import { t, word } from '../page/words';
import { bilingual } from './city_shapes';
import { type Choice, type Field, type FieldKind, type Shape, textOf } from './shape';
import type { Entry } from './value';

interface Setting {
  readonly label: string;
  readonly help: string;
  readonly kind: FieldKind;
  readonly unit?: string;
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  beds_stale_after_s: {
    label: word('Beds are old after'),
    help: word('From then on free beds are shown as not confirmed.'),
    kind: 'duration',
  },
  gauge_stale_after_s: {
    label: word('A water level is old after'),
    help: word('From then on a gauge is shown as silent.'),
    kind: 'duration',
  },
  camat_after_s: {
    label: word('Goes up to the camat after'),
    help: word('Counted from the limit of the first response.'),
    kind: 'duration',
  },
  wali_kota_after_s: {
    label: word('Goes up to the mayor after'),
    help: word('Counted from the limit of the first response.'),
    kind: 'duration',
  },
  supporters_for_high: {
    label: word('Supporters that make it urgent'),
    help: word('From so many people on a report’s priority is high.'),
    kind: 'number',
    unit: word('people'),
  },
  supporters_for_emergency: {
    label: word('Supporters that make it an emergency'),
    help: word('From so many people on a report’s priority is emergency.'),
    kind: 'number',
    unit: word('people'),
  },
  photo_far_after_m: {
    label: word('A photo is far from'),
    help: word('A photo taken further away from the report is looked at by somebody.'),
    kind: 'number',
    unit: 'm',
  },
  keep_personal_s: {
    label: word('Reporters’ data are kept for'),
    help: word('Counted from closing; then they are erased.'),
    kind: 'duration',
  },
  keep_messages_s: {
    label: word('Messages are kept for'),
    help: word('Counted from when one was sent or given up.'),
    kind: 'duration',
  },
  quiet_from_min: {
    label: word('Quiet hours begin'),
    help: word('Nobody is sent ordinary messages then. Begin and end alike: no quiet hours.'),
    kind: 'clock',
  },
  quiet_until_min: {
    label: word('Quiet hours end'),
    help: word('What waited is sent then.'),
    kind: 'clock',
  },
  overdue_alarm_above_percent: {
    label: word('Alarm: share of overdue reports above'),
    help: word('Of the open reports of an area. 100: no such alarm.'),
    kind: 'number',
    unit: '%',
  },
  overdue_alarm_from_reports: {
    label: word('Alarm: share counts from'),
    help: word('Where fewer reports are open, their share raises no alarm.'),
    kind: 'number',
    unit: word('open reports'),
  },
  feed_silent_after_s: {
    label: word('Alarm: no new report for'),
    help: word('Silence of the whole city: perhaps a channel is down.'),
    kind: 'duration',
  },
  registration_open: {
    label: word('Citizens may open accounts themselves'),
    help: word('If not, administrators open them.'),
    kind: 'switch',
  },
};

const PER_CATEGORY: readonly Choice[] = ['camat_after_s', 'wali_kota_after_s'].map((value) => ({
  value,
  name: SETTINGS[value]?.label ?? value,
}));

const YEARS_S = 10 * 366 * 86_400;

/** What a setting is called; that of a single category by the category's name, or its code where that is not known. */
export function settingName(key: string, categoryName: string): string {
  const [name = '', category] = key.split('/');
  const label = t(SETTINGS[name]?.label ?? name);
  return category === undefined ? label : `${label} – ${categoryName || category}`;
}

/** The field of a setting's value, by the name that it is kept under. */
export function valueField(key: string, entry: Entry | null = null): Field {
  const setting = SETTINGS[key.split('/')[0] ?? ''];
  const bound = (name: string) => {
    const value = entry?.[name];
    return typeof value === 'number' ? { [name]: value } : {};
  };
  return {
    name: 'value',
    label: setting?.kind === 'switch' ? setting.label : word('Value'),
    kind: setting?.kind ?? 'number',
    needed: true,
    listed: true,
    ...(setting === undefined ? {} : { help: setting.help }),
    ...(setting?.unit === undefined ? {} : { unit: setting.unit }),
    ...bound('least'),
    ...bound('most'),
  };
}

export const SETTING_SHAPE: Shape = {
  what: 'settings',
  act: 'set_setting',
  kinds: ['set_setting'],
  title: word('Limits and retention'),
  about: word('Limits, alarms, quiet hours, and how long personal data are kept.'),
  icon: 'adjustments',
  fresh: word('A category’s own limit'),
  key: 'key',
  nameOf: (entry) => settingName(textOf(entry, 'key'), bilingual(entry)),
  keyOf: (drafts) => `${drafts.setting}/${drafts.category}`,
  fields: (entry) =>
    entry === null
      ? [
          {
            name: 'setting',
            label: word('Limit'),
            kind: 'choice',
            choices: PER_CATEGORY,
            needed: true,
            once: true,
          },
          {
            name: 'category',
            label: word('Category'),
            kind: 'choice',
            choices: 'categories',
            needed: true,
            once: true,
          },
          { ...valueField('camat_after_s'), least: 0, most: YEARS_S },
        ]
      : [valueField(textOf(entry, 'key'), entry)],
};
