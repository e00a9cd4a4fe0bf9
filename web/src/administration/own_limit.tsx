/** A category's own limit is ended: from then on the city's holds for it again. */
import { useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { t } from '../page/words';
import { isDone, reasonOf, send } from './act';
import { bilingual } from './city_shapes';
import { Question } from './question';
import { listAt } from './route';
import { settingName } from './setting_shape';
import { textOf } from './shape';
import { forgetUnsaved } from './unsaved';
import type { Entry } from './value';

/** Returns whether a setting is that of a single category. */
export function isOwnLimit(entry: Entry): boolean {
  return textOf(entry, 'key').includes('/');
}

export function OwnLimit({ entry }: { readonly entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const key = textOf(entry, 'key');
  const end = async () => {
    const base = Number(entry.version);
    const result = await send({ kind: 'set_setting', target: key, base, payload: { value: null } });
    if (!isDone(result)) return reasonOf(result);
    announce(t('Removed.'));
    forgetUnsaved();
    window.location.hash = listAt('settings');
    return '';
  };
  return (
    <section class="sheet">
      <button type="button" class="grave" onClick={() => setAsking(true)}>
        {t('Remove this limit of its own …')}
      </button>
      {asking && (
        <Question
          title={t('Remove “{name}”?', { name: settingName(key, bilingual(entry)) })}
          about={t('From then on the limit of the whole city holds for this category.')}
          deed={t('Remove')}
          onYes={end}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
