/** A list of things within a form, such as the questions of a category: each with fields of its own, in an order. */
import type { ComponentChildren } from 'preact';
import { t } from '../page/words';
import { Control } from './control';
import type { Choices, Field } from './shape';
import { type Drafts, draftsOfItem, itemsOf, troubleOf } from './value';

export interface ItemsProps {
  readonly field: Field;
  readonly draft: string;
  readonly choices: Choices;
  readonly locked: boolean;
  readonly onDraft: (draft: string) => void;
  /** What stands below the heading: what the list means, and what is wrong with it. */
  readonly children: ComponentChildren;
}

export function Items({ field, draft, choices, locked, onDraft, children }: ItemsProps) {
  const items = itemsOf(draft);
  const keep = (next: readonly Drafts[]) => onDraft(JSON.stringify(next));
  const put = (place: number, name: string, value: string | boolean) =>
    keep(items.map((item, at) => (at === place ? { ...item, [name]: value } : item)));
  const raise = (place: number) => {
    const item = items[place];
    const above = items[place - 1];
    if (item === undefined || above === undefined) return;
    keep([...items.slice(0, place - 1), item, above, ...items.slice(place + 1)]);
  };
  return (
    <fieldset class="field item">
      <legend>{t(field.label)}</legend>
      {children}
      {items.map((item, place) => (
        <fieldset key={place} class="item">
          <legend>{t('{item} {number}', { item: t(field.item ?? ''), number: place + 1 })}</legend>
          {(field.items ?? []).map((part) => (
            <Control
              key={part.name}
              field={part}
              draft={item[part.name] ?? ''}
              choices={choices}
              trouble={isTouched(item) ? troubleOf(part, item[part.name] ?? '') : ''}
              locked={locked}
              onDraft={(value) => put(place, part.name, value)}
            />
          ))}
          <div class="form-end">
            <button type="button" disabled={locked || place === 0} onClick={() => raise(place)}>
              {t('Move up')}
            </button>
            <button
              type="button"
              disabled={locked}
              onClick={() => keep(items.filter((_, at) => at !== place))}
            >
              {t('Take away')}
            </button>
          </div>
        </fieldset>
      ))}
      <div class="form-end">
        <button
          type="button"
          disabled={locked}
          onClick={() => keep([...items, draftsOfItem(field, undefined)])}
        >
          {t('Add')}
        </button>
      </div>
    </fieldset>
  );
}

/** Nobody is told what is missing in what they have just begun. */
function isTouched(item: Drafts): boolean {
  return (
    Object.values(item).filter((value) => typeof value === 'string' && value !== '').length > 1
  );
}
