/**
 * Texts in the language that whoever looks has chosen.
 *
 * English texts in the code are the keys. The Indonesian ones stand in resources/translations/pages and come in as the
 * module `words` of the page that is built. Texts that a table holds are marked by `word` and translated where shown.
 */
import catalogue from 'words';

export type Language = 'id' | 'en';

/** The language of pages that nobody asked for another one. */
const FIRST: Language = 'id';
const KEPT = 'language';

let chosen: Language = FIRST;

/** Takes the language from the address (`?lang=en`), else as it was chosen before, and tells the document. */
export function takeLanguage(): void {
  const asked = new URLSearchParams(window.location.search).get('lang') ?? kept();
  useLanguage(asked === 'en' ? 'en' : FIRST);
}

export function language(): Language {
  return chosen;
}

/** Changes it and keeps it for the next time; what is drawn has to be drawn anew. */
export function chooseLanguage(wanted: Language): void {
  useLanguage(wanted);
  try {
    window.localStorage.setItem(KEPT, wanted);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** Returns a text in the chosen language; `{name}` is replaced by the value of that name. */
export function t(english: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = chosen === 'id' ? (catalogue[english] ?? english) : english;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? count(value) : value;
  });
}

/** As `t`, for a text that English says in two ways; `{count}` is the number. */
export function plural(
  number: number,
  one: string,
  many: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return t(number === 1 && chosen === 'en' ? one : many, { ...values, count: number });
}

/** Marks a text that `t` gets from a table. */
export function word(english: string): string {
  return english;
}

/** `12.345` in Indonesian. */
export function count(number: number): string {
  return number.toLocaleString(chosen === 'id' ? 'id-ID' : 'en-GB');
}

/** Of a value that the store gives in both languages, the one to show. */
export function ours(both: Readonly<Record<Language, string>>): string {
  return both[chosen];
}

function useLanguage(wanted: Language): void {
  chosen = wanted;
  document.documentElement.lang = wanted;
}

function kept(): string | null {
  try {
    return window.localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
