/** What a report is about: one tap on a picture with its name, most used first. */
import { useState } from 'preact/hooks';
import { type Category, categoryName } from '../page/city';
import { Icon } from '../page/icon';
import { t } from '../page/words';

/** In the order in which citizens need them (assumed); others follow in the catalogue's order. */
const MOST_USED = [
  'SELOKAN',
  'BANJIR',
  'SAMPAH',
  'JALAN',
  'MACET',
  'PJU',
  'POHON',
  'PPSU',
  'RSBED',
];

/** Shown before "All categories": a screen of them. */
const SHOWN_FIRST = 9;

export interface CategoryChoiceProps {
  readonly categories: readonly Category[];
  readonly chosen: string | null;
  readonly onChoose: (code: string) => void;
}

export function inOrder(categories: readonly Category[]): Category[] {
  const rank = ({ code }: Category) => {
    const place = MOST_USED.indexOf(code);
    return place < 0 ? MOST_USED.length : place;
  };
  return [...categories].sort((one, other) => rank(one) - rank(other));
}

export function CategoryChoice({ categories, chosen, onChoose }: CategoryChoiceProps) {
  const [all, setAll] = useState(false);
  const ordered = inOrder(categories);
  const shown = ordered.filter(({ code }, place) => all || place < SHOWN_FIRST || code === chosen);
  return (
    <fieldset class="part" id="category">
      <legend>{t('What is it about?')}</legend>
      <div class="tiles">
        {shown.map((category) => (
          <label class={chosen === category.code ? 'tile chosen' : 'tile'} key={category.code}>
            <input
              type="radio"
              name="category"
              class="unseen"
              checked={chosen === category.code}
              onChange={() => onChoose(category.code)}
            />
            <Icon name={category.icon} />
            <span>{categoryName(category)}</span>
          </label>
        ))}
      </div>
      {!all && ordered.length > shown.length && (
        <button type="button" class="wide" onClick={() => setAll(true)}>
          {t('All categories')}
        </button>
      )}
    </fieldset>
  );
}
