/** What works in the city: crews, their members and shifts, facilities and gauges. */
import { word } from '../page/words';
import { CODE, inUse } from './city_shapes';
import { type Choice, type Field, type Shape, textOf } from './shape';

const LOWEST_CM = -10_000;
const HIGHEST_CM = 100_000;

const FACILITY_KINDS: readonly Choice[] = [
  { value: 'hospital', name: word('Hospital') },
  { value: 'clinic', name: word('Health centre') },
  { value: 'gate', name: word('Water gate') },
  { value: 'pump', name: word('Pump station') },
  { value: 'shelter', name: word('Shelter') },
  { value: 'post', name: word('Post') },
];

const PLACE: readonly Field[] = [
  {
    name: 'lon',
    label: word('Longitude'),
    kind: 'number',
    least: -180,
    most: 180,
    help: word('In degrees, such as 106.8451. The area follows from the place.'),
  },
  { name: 'lat', label: word('Latitude'), kind: 'number', least: -90, most: 90 },
];

const SIMULATED: Field = {
  name: 'simulated',
  label: word('Simulated'),
  kind: 'flag',
  help: word('Its figures are made up; every screen says so.'),
};

const CREW: Shape = {
  what: 'crews',
  act: 'set_crew',
  kinds: ['set_crew'],
  title: word('Crews'),
  about: word('Street crews: where they are posted and when they work.'),
  icon: 'users-group',
  fresh: word('New crew'),
  key: 'code',
  parts: true,
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    {
      name: 'area',
      label: word('Posted in'),
      kind: 'choice',
      choices: 'areas',
      needed: true,
      listed: true,
    },
    {
      name: 'shift',
      label: word('Shift'),
      kind: 'choice',
      choices: 'shifts',
      listed: true,
      help: word('Without one it works whenever somebody is present.'),
    },
    {
      name: 'skills',
      label: word('Skills'),
      kind: 'text',
      help: word('Words with blanks between, such as: drain light tree.'),
    },
    { name: 'tools', label: word('Tools'), kind: 'text' },
    inUse(word('It can be given jobs. A crew with open jobs can’t be given up.')),
  ],
};

const MEMBER: Shape = {
  what: 'members',
  act: 'set_member',
  kinds: ['set_member'],
  title: word('Members'),
  about: word('Who works in which crew. Only those who dispatch see their names.'),
  icon: 'user',
  fresh: word('New member'),
  key: 'id',
  keyed: true,
  parts: true,
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    {
      name: 'crew',
      label: word('Crew'),
      kind: 'choice',
      choices: 'crews',
      needed: true,
      listed: true,
    },
    inUse(word('Works there still.')),
  ],
};

const SHIFT: Shape = {
  what: 'shifts',
  act: 'set_shift',
  kinds: ['set_shift'],
  title: word('Shifts'),
  about: word('The hours in which crews work.'),
  icon: 'clock',
  fresh: word('New shift'),
  key: 'code',
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    { name: 'begins_min', label: word('Begins'), kind: 'clock', needed: true, listed: true },
    {
      name: 'ends_min',
      label: word('Ends'),
      kind: 'clock',
      needed: true,
      listed: true,
      help: word('An end at or before the beginning is on the next day.'),
    },
    inUse(word('Crews can work in it.')),
  ],
};

const FACILITY: Shape = {
  what: 'facilities',
  act: 'set_facility',
  kinds: ['set_facility'],
  title: word('Facilities'),
  about: word('Hospitals, pumps, gates, shelters.'),
  icon: 'building-hospital',
  fresh: word('New facility'),
  key: 'code',
  parts: true,
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    {
      name: 'kind',
      label: word('Kind'),
      kind: 'choice',
      choices: FACILITY_KINDS,
      needed: true,
      listed: true,
    },
    ...PLACE,
    SIMULATED,
    inUse(word('It is shown and can report.')),
  ],
};

const GAUGE: Shape = {
  what: 'gauges',
  act: 'set_gauge',
  kinds: ['set_gauge'],
  title: word('Water gauges'),
  about: word('Where the water is measured, and from which level on it is an alarm.'),
  icon: 'ripple',
  fresh: word('New gauge'),
  key: 'code',
  parts: true,
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    { name: 'river', label: word('River'), kind: 'text', listed: true },
    ...PLACE,
    ...[3, 2, 1].map(
      (stage): Field => ({
        name: `stage_${stage}_cm`,
        label: STAGE[stage] ?? '',
        kind: 'number',
        least: LOWEST_CM,
        most: HIGHEST_CM,
        unit: 'cm',
        listed: stage === 3,
      }),
    ),
    SIMULATED,
    inUse(word('It is shown and can report.')),
  ],
};

const STAGE: Readonly<Record<number, string>> = {
  3: word('Stage 3 (alert) from'),
  2: word('Stage 2 (danger) from'),
  1: word('Stage 1 (disaster) from'),
};

export const FIELD_SHAPES: readonly Shape[] = [CREW, MEMBER, SHIFT, FACILITY, GAUGE];
