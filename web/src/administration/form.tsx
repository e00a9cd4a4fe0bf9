/**
 * The form of one thing that can be set up, new or there already.
 *
 * Owns what is typed and not saved yet, what is wrong with it, and what becomes of it when somebody else was quicker:
 * what they changed is said, one's own changes stay, and saving again decides.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { type Act, isDone, type Result, reasonOf, send } from './act';
import { Control } from './control';
import type { Choices, Field, Shape } from './shape';
import { readEntry } from './store';
import { forgetUnsaved, holdUnsaved, withUnsaved } from './unsaved';
import {
  type Draft,
  type Drafts,
  draftOf,
  type Entry,
  payloadOf,
  readable,
  troubleOf,
} from './value';

export interface FormProps {
  readonly shape: Shape;
  /** Null: a new one. */
  readonly entry: Entry | null;
  readonly choices: Choices;
  /** What a new one begins with. */
  readonly given?: URLSearchParams;
  /** Further parts of the payload, made when it is sent. */
  readonly more?: () => Promise<Readonly<Record<string, unknown>>>;
  readonly onSaved: (result: Result) => void;
}

/** A refusal's code tells which field it is about: the first of these that the form has. */
const FIELDS_OF_CODE: Readonly<Record<string, string>> = {
  login_taken: 'login',
  login_unfit: 'login',
  role_unfit: 'role',
  key_role: 'role',
  holder_missing: 'holder',
  part_unknown: 'area',
  area_unknown: 'area',
  own_account: 'role',
  agency_unknown: 'parent agency',
  route_outside: 'agency',
  agency_circle: 'parent',
  category_unknown: 'category',
  template_field: 'text_id',
  code_missing: 'code',
  limits_out_of_order: 'stage_3_cm',
  place_incomplete: 'lat',
  coordinates_zero: 'lon',
  crew_retired: 'crew',
  crew_has_jobs: 'active',
  target_there: 'code',
};

export function Form({ shape, entry, choices, given, more, onSaved }: FormProps) {
  const [base, setBase] = useState(entry);
  const fields = shape.fields(base);
  const before = draftsOf(shape, fields, base, given);
  const [drafts, setDrafts] = useState<Drafts>(() => withUnsaved(before));
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<{ field: string; text: string } | null>(null);
  const [theirs, setTheirs] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const changed = fields.filter(({ name }) => drafts[name] !== before[name]);
  const unsaved = changed.length > 0;

  // Whoever undoes and leaves at once, before the next picture, is not asked.
  useLayoutEffect(() => {
    if (unsaved) holdUnsaved(drafts);
    else forgetUnsaved();
  }, [unsaved, drafts]);

  const troubles = Object.fromEntries(
    fields.map((field) => {
      const said = refused?.field === field.name ? refused.text : '';
      return [field.name, tried ? troubleOf(field, drafts[field.name] ?? '') || said : said];
    }),
  );

  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    setRefused(null);
    const wrong = fields.find((field) => troubleOf(field, drafts[field.name] ?? '') !== '');
    if (wrong !== undefined) {
      showTrouble(form.current);
      return;
    }
    setBusy(true);
    try {
      const extra = more === undefined ? {} : await more();
      const result = await send(actOf(shape, base, fields, before, drafts, extra));
      if (isDone(result)) {
        forgetUnsaved();
        announce(t('Saved.'));
        onSaved(result);
        return;
      }
      setRefused({ field: fieldOf(result.code, fields), text: reasonOf(result) });
      if (result.status === 'conflict' && base !== null) await meet(base);
      showTrouble(form.current);
    } catch (error) {
      setRefused({ field: '', text: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };

  /** Takes over what somebody else made of it in the meantime, save what was changed here too. */
  const meet = async (old: Entry) => {
    const now = await readEntry(shape, String(old[shape.key]));
    if (now === undefined) return;
    const was = held(shape, old);
    const is = held(shape, now);
    const told = fields.filter(({ name }) => spelled(name, was) !== spelled(name, is));
    setTheirs(
      told.map((field) =>
        t('{field}: {before} → {after}', {
          field: t(field.label),
          before: readable(field, was[field.name], choices),
          after: readable(field, is[field.name], choices),
        }),
      ),
    );
    const mine = Object.fromEntries(changed.map(({ name }) => [name, drafts[name] ?? '']));
    setBase(now);
    setDrafts({ ...draftsOf(shape, fields, now, given), ...mine });
  };

  const shown = fields.filter((field) => base === null || field.once !== true);
  const general = refused !== null && !shown.some(({ name }) => name === refused.field);
  return (
    <form class="sheet" noValidate ref={form} onSubmit={save}>
      {theirs.length > 0 && (
        <div class="banner theirs">
          <p>
            {t('Changed by somebody else. Yours is kept below; save again if it still stands.')}
          </p>
          <ul>
            {theirs.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {shown.map((field) => (
        <Control
          key={field.name}
          field={field}
          draft={drafts[field.name] ?? ''}
          choices={choices}
          trouble={troubles[field.name] ?? ''}
          locked={busy}
          onDraft={(draft: Draft) => setDrafts({ ...drafts, [field.name]: draft })}
        />
      ))}
      <p class="trouble" role="alert">
        {general ? refused.text : ''}
      </p>
      <div class="form-end">
        <button type="submit" class="main" disabled={busy || (base !== null && !unsaved)}>
          {busy ? t('Saving …') : t('Save')}
        </button>
        {unsaved && base !== null && (
          <button type="button" disabled={busy} onClick={() => setDrafts(before)}>
            {t('Undo my changes')}
          </button>
        )}
        <span class="dim" role="status">
          {unsaved ? t('Not saved yet') : ''}
        </span>
      </div>
    </form>
  );
}

function fieldOf(code: string, fields: readonly Field[]): string {
  const possible = (FIELDS_OF_CODE[code] ?? '').split(' ');
  return possible.find((name) => fields.some((field) => field.name === name)) ?? '';
}

function held(shape: Shape, entry: Entry): Entry {
  return shape.held === undefined ? entry : shape.held(entry);
}

function spelled(name: string, entry: Entry): string {
  return JSON.stringify(entry[name] ?? null);
}

function draftsOf(
  shape: Shape,
  fields: readonly Field[],
  entry: Entry | null,
  given: URLSearchParams | undefined,
): Drafts {
  const values = entry === null ? null : held(shape, entry);
  return Object.fromEntries(
    fields.map((field) => {
      const value = values === null ? given?.get(field.name) : values[field.name];
      return [field.name, draftOf(field, value ?? undefined)];
    }),
  );
}

function actOf(
  shape: Shape,
  base: Entry | null,
  fields: readonly Field[],
  before: Drafts,
  drafts: Drafts,
  extra: Readonly<Record<string, unknown>>,
): Act {
  const payload: Record<string, unknown> = { ...extra };
  for (const field of fields) {
    const draft = drafts[field.name] ?? '';
    const isNew = base === null;
    if (field.once === true || (!isNew && draft === before[field.name])) continue;
    const value = payloadOf(field, draft);
    if (!isNew || value !== null) payload[field.name] = value;
  }
  if (base !== null) {
    const version = base[shape.version ?? 'version'];
    const target = String(base[shape.key]);
    return { kind: shape.act, target, base: typeof version === 'number' ? version : null, payload };
  }
  if (shape.keyed === true) return { kind: shape.act, target: null, base: null, payload };
  const key =
    shape.keyOf === undefined ? String(drafts[shape.key] ?? '').trim() : shape.keyOf(drafts);
  return { kind: shape.act, target: key, base: 0, payload };
}

/** Moves the focus to what is wrong, once it is drawn. */
function showTrouble(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
