/** What the city as a whole is set up with: categories, what Open311 is told of them, agencies and ready answers. */
import { language, word } from '../page/words';
import { type Choice, type Field, type Shape, textOf } from './shape';
import type { Entry } from './value';

const LONGEST_S = 10 * 366 * 86_400;

const ACTIVE: Field = {
  name: 'active',
  label: word('In use'),
  kind: 'flag',
  first: true,
};

export const CODE: Field = {
  name: 'code',
  label: word('Code'),
  kind: 'code',
  needed: true,
  once: true,
  help: word('What programs know it by; it never changes. Letters, digits, dots and dashes.'),
};

export function inUse(help: string): Field {
  return { ...ACTIVE, help };
}

const PUBLICATIONS: readonly Choice[] = [
  { value: 'by_rule', name: word('Shown as soon as the rules allow') },
  { value: 'after_review', name: word('Shown after somebody looked at it') },
  { value: 'count_only', name: word('Sensitive: only count and area are shown') },
];

const PRIORITIES: readonly Choice[] = [
  { value: 'low', name: word('Low') },
  { value: 'normal', name: word('Ordinary') },
  { value: 'high', name: word('High') },
  { value: 'emergency', name: word('Emergency') },
];

const AGENCY_KINDS: readonly Choice[] = [
  { value: 'office', name: word('Office of an area') },
  { value: 'department', name: word('Department') },
  { value: 'branch', name: word('Branch of a department') },
  { value: 'outside', name: word('Body outside the city') },
];

const ANSWERS: readonly Choice[] = [
  { value: 'realtime', name: word('With the number at once') },
  { value: 'batch', name: word('With a token; the number comes later') },
  { value: 'blackbox', name: word('Without any number') },
];

const ANSWER_KINDS: readonly Choice[] = [
  { value: 'string', name: word('A line of text') },
  { value: 'text', name: word('Some lines of text') },
  { value: 'number', name: word('A number') },
  { value: 'datetime', name: word('Day and time') },
  { value: 'singlevaluelist', name: word('One of a list') },
  { value: 'multivaluelist', name: word('Some of a list') },
];

const QUESTION: readonly Field[] = [
  { name: 'code', label: word('Code'), kind: 'code', needed: true },
  { name: 'text', label: word('What is asked'), kind: 'long', needed: true },
  {
    name: 'kind',
    label: word('Kind of answer'),
    kind: 'choice',
    choices: ANSWER_KINDS,
    needed: true,
  },
  {
    name: 'choices',
    label: word('Choices of the list'),
    kind: 'pairs',
    help: word('One on each line: a code, =, and its name. Only for lists.'),
  },
  { name: 'hint', label: word('Hint'), kind: 'text' },
  { name: 'required', label: word('Must be answered'), kind: 'flag' },
  {
    name: 'asked',
    label: word('Has an answer'),
    kind: 'flag',
    first: true,
    help: word('Otherwise the sentence is only shown.'),
  },
];

export function bilingual(entry: Entry): string {
  return textOf(entry, language() === 'id' ? 'name_id' : 'name_en');
}

const CATEGORY: Shape = {
  what: 'categories',
  act: 'set_category',
  kinds: ['set_category'],
  title: word('Categories'),
  about: word('What a report can be about, how soon it must be answered, who may see it.'),
  icon: 'category',
  fresh: word('New category'),
  key: 'code',
  nameOf: bilingual,
  fields: () => [
    CODE,
    { name: 'name_id', label: word('Name, Indonesian'), kind: 'text', needed: true },
    { name: 'name_en', label: word('Name, English'), kind: 'text', needed: true },
    { name: 'group', label: word('Group'), kind: 'text', listed: true },
    {
      name: 'icon',
      label: word('Icon'),
      kind: 'text',
      help: word('Name of one of the shipped icons, such as droplets.'),
    },
    {
      name: 'first_response_s',
      label: word('First response within'),
      kind: 'duration',
      needed: true,
      least: 1,
      most: LONGEST_S,
      listed: true,
      help: word('Holds for reports sent or categorised from now on.'),
    },
    {
      name: 'closing_s',
      label: word('Closed within'),
      kind: 'duration',
      needed: true,
      least: 1,
      most: LONGEST_S,
      listed: true,
    },
    { name: 'publication', label: word('Publication'), kind: 'choice', choices: PUBLICATIONS },
    {
      name: 'priority',
      label: word('Priority of new reports'),
      kind: 'choice',
      choices: PRIORITIES,
    },
    {
      name: 'ppsu_sized',
      label: word('A street crew can fix it'),
      kind: 'flag',
      help: word('Without asking an agency first.'),
    },
    inUse(word('New reports may use it.')),
  ],
};

const OFFER: Shape = {
  what: 'offers',
  from: 'categories',
  act: 'set_offer',
  kinds: ['set_offer'],
  title: word('Open311'),
  about: word('How other programs send reports of a category, and by which words they find it.'),
  icon: 'plug',
  key: 'code',
  version: 'offer_version',
  nameOf: bilingual,
  held: (entry) => entry.offer as Entry,
  fields: () => [
    {
      name: 'type',
      label: word('A new report is answered'),
      kind: 'choice',
      choices: ANSWERS,
      listed: true,
    },
    {
      name: 'keywords',
      label: word('Words by which it is found'),
      kind: 'words',
      listed: true,
      help: word('With commas between them, 50 at the most.'),
    },
    {
      name: 'questions',
      label: word('Questions'),
      item: word('Question'),
      kind: 'items',
      items: QUESTION,
      help: word(
        'What is asked of whoever reports, in this order. Answers given before keep their words.',
      ),
    },
  ],
};

const AGENCY: Shape = {
  what: 'agencies',
  act: 'set_agency',
  kinds: ['set_agency'],
  title: word('Agencies'),
  about: word('To whom reports are handed over.'),
  icon: 'building-bank',
  fresh: word('New agency'),
  key: 'code',
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    {
      name: 'kind',
      label: word('Kind'),
      kind: 'choice',
      choices: AGENCY_KINDS,
      needed: true,
      listed: true,
    },
    {
      name: 'parent',
      label: word('Belongs to'),
      kind: 'choice',
      choices: 'agencies',
      listed: true,
    },
    inUse(word('Reports can be handed to it.')),
  ],
};

const TEMPLATE: Shape = {
  what: 'templates',
  act: 'set_template',
  kinds: ['set_template'],
  title: word('Answers'),
  about: word('Ready words for answers to citizens.'),
  icon: 'message',
  fresh: word('New answer'),
  key: 'code',
  nameOf: (entry) => textOf(entry, 'name'),
  fields: () => [
    CODE,
    { name: 'name', label: word('Name'), kind: 'text', needed: true },
    {
      name: 'category',
      label: word('Only for the category'),
      kind: 'choice',
      choices: 'categories',
      listed: true,
    },
    {
      name: 'text_id',
      label: word('Text, Indonesian'),
      kind: 'long',
      needed: true,
      help: word('These are filled in: {number}, {area}, {agency}, {date}.'),
    },
    { name: 'text_en', label: word('Text, English'), kind: 'long', needed: true },
    inUse(word('Officers can choose it.')),
  ],
};

export const CITY_SHAPES: readonly Shape[] = [CATEGORY, OFFER, AGENCY, TEMPLATE];
