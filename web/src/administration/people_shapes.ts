/** Who is let in: accounts of people, and keys of desks, devices and programs. */
import { word } from '../page/words';
import { inUse } from './city_shapes';
import { type Choice, type Field, type Shape, textOf } from './shape';

const ROLES: readonly Choice[] = [
  { value: 'public', name: word('Public: a program that sends reports') },
  { value: 'reporter', name: word('Citizen') },
  { value: 'crew', name: word('Crew') },
  { value: 'officer', name: word('Officer') },
  { value: 'dispatcher', name: word('Dispatcher') },
  { value: 'manager', name: word('Manager: sees, changes nothing') },
  { value: 'wall', name: word('Wall of the command center') },
  { value: 'room', name: word('Operator of the wall') },
  { value: 'facility', name: word('Facility or gauge') },
  { value: 'administrator', name: word('Administrator') },
];

const STANDING: readonly Field[] = [
  {
    name: 'area',
    label: word('Only in the area'),
    kind: 'choice',
    choices: 'areas',
    listed: true,
    help: word('Without area and agency it stands for the whole city.'),
  },
  { name: 'agency', label: word('Only for the agency'), kind: 'choice', choices: 'agencies' },
  {
    name: 'holder',
    label: word('Stands for'),
    kind: 'text',
    help: word(
      'Code of the crew; of a facility’s account the codes of its facilities and gauges, with commas between.',
    ),
  },
];

const ACCOUNT: Shape = {
  what: 'accounts',
  act: 'set_account',
  kinds: ['set_account', 'reset_password'],
  title: word('Accounts'),
  about: word('People who sign in, and what they may do where.'),
  icon: 'id-badge-2',
  fresh: word('New account'),
  key: 'account_id',
  keyed: true,
  named: word('Login'),
  nameOf: (entry) => textOf(entry, 'login'),
  fields: () => [
    {
      name: 'login',
      label: word('Login'),
      kind: 'text',
      needed: true,
      help: word('3 to 100 small letters, digits or any of . _ - + @'),
    },
    {
      name: 'name',
      label: word('Name'),
      kind: 'text',
      needed: true,
      listed: true,
      help: word('What acts are signed with: an office, where it can be.'),
    },
    {
      name: 'role',
      label: word('Role'),
      kind: 'choice',
      choices: ROLES.filter(({ value }) => value !== 'public'),
      needed: true,
      listed: true,
      help: word('Another role signs the person out everywhere.'),
    },
    ...STANDING,
    { name: 'email', label: word('E-mail'), kind: 'text' },
    { name: 'phone', label: word('Telephone'), kind: 'text' },
    inUse(word('Its person can sign in. Closing it signs them out everywhere.')),
  ],
};

const KEY: Shape = {
  what: 'keys',
  act: 'set_key',
  kinds: ['set_key', 'revoke_key'],
  title: word('Keys'),
  about: word('What lets desks, devices and programs in. Each is shown once, when it is made.'),
  icon: 'key',
  fresh: word('New key'),
  key: 'token_id',
  keyed: true,
  nameOf: (entry) => textOf(entry, 'name'),
  fields: (entry) => [
    {
      name: 'name',
      label: word('Name'),
      kind: 'text',
      needed: true,
      help: word('The desk or office that holds it; its acts are signed with it.'),
    },
    {
      name: 'role',
      label: word('Role'),
      kind: 'choice',
      choices: ROLES,
      needed: true,
      listed: true,
    },
    ...STANDING,
    ...(entry === null ? [DAYS] : []),
  ],
};

const DAYS: Field = {
  name: 'days',
  label: word('Good for'),
  kind: 'number',
  whole: true,
  least: 1,
  most: 36_500,
  unit: word('days'),
  help: word('Empty: until it is withdrawn.'),
};

export const PEOPLE_SHAPES: readonly Shape[] = [ACCOUNT, KEY];
