/** What can be set up: for each kind of thing its fields, its words, and the act that changes it. */
import type { Drafts, Entry } from './value';

export type FieldKind =
  | 'text'
  | 'long'
  | 'code'
  | 'number'
  | 'flag'
  /** Yes and no, kept as 1 and 0. */
  | 'switch'
  | 'choice'
  | 'duration'
  | 'clock'
  | 'words'
  | 'pairs'
  | 'items';

export interface Choice {
  readonly value: string;
  /** Translated, unless it is `given`. */
  readonly name: string;
  /** Whether the name is the city's own, such as that of an area. */
  readonly given?: boolean;
}

/** Lists that fields are chosen from and that the store has. */
export type Source = 'areas' | 'agencies' | 'categories' | 'shifts' | 'crews';
export type Choices = Readonly<Partial<Record<Source, readonly Choice[]>>>;

export interface Field {
  /** As in the store's entries and in the act's payload. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly help?: string;
  /** Whether something new must have it. */
  readonly needed?: boolean;
  /** Whether it is chosen once, when the thing is made. */
  readonly once?: boolean;
  readonly choices?: Source | readonly Choice[];
  /** What it means where nothing is chosen, if that is not "none". */
  readonly absent?: string;
  readonly least?: number;
  readonly most?: number;
  readonly whole?: boolean;
  readonly unit?: string;
  /** What a flag of something new begins with. */
  readonly first?: boolean;
  /** Of a list of things, the fields of each. */
  readonly items?: readonly Field[];
  /** What one of the list is called. */
  readonly item?: string;
  /** Whether the list shows it as well. */
  readonly listed?: boolean;
}

export interface Shape {
  /** In addresses: the page's and the store's. */
  readonly what: string;
  /** Where the store lists it, if not under `what`. */
  readonly from?: string;
  readonly act: string;
  /** Acts whose history is this thing's. */
  readonly kinds: readonly string[];
  readonly title: string;
  readonly about: string;
  readonly icon: string;
  /** Heading of the form for a new one; none: nobody makes new ones. */
  readonly fresh?: string;
  /** The field of an entry that names it to the store. */
  readonly key: string;
  /** The field of an entry that says which version it is of. */
  readonly version?: string;
  /** Whether the store makes up the key of a new one. */
  readonly keyed?: boolean;
  readonly fields: (entry: Entry | null) => readonly Field[];
  /** What the list calls the names, where that is not "Name". */
  readonly named?: string;
  readonly nameOf: (entry: Entry) => string;
  /** What of an entry the fields are read from; the entry itself if it is not said. */
  readonly held?: (entry: Entry) => Entry;
  /** Key of a new one made of what was typed, where that is no field of its own. */
  readonly keyOf?: (drafts: Drafts) => string;
  /** Whether it can be done without the whole city. */
  readonly parts?: boolean;
}

/** The text of a field of an entry. */
export function textOf(entry: Entry, name: string): string {
  const value = entry[name];
  return value === null || value === undefined ? '' : String(value);
}

export function sourcesOf(fields: readonly Field[]): readonly Source[] {
  return fields.flatMap(({ choices }) => (typeof choices === 'string' ? [choices] : []));
}
