/** A key's life: since when, until when, and withdrawing it. */
import { useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { moment } from '../page/moment';
import { t } from '../page/words';
import { isDone, reasonOf, send } from './act';
import { Question } from './question';
import { textOf } from './shape';
import type { Entry } from './value';

export interface KeyDeedsProps {
  readonly entry: Entry;
  readonly onDone: () => void;
}

export function KeyDeeds({ entry, onDone }: KeyDeedsProps) {
  const [asking, setAsking] = useState(false);
  const name = textOf(entry, 'name');
  const withdraw = async () => {
    const target = textOf(entry, 'token_id');
    const result = await send({ kind: 'revoke_key', target, base: null, payload: {} });
    if (!isDone(result)) return reasonOf(result);
    announce(t('Withdrawn.'));
    onDone();
    return '';
  };
  return (
    <section class="sheet">
      <p>{lifeOf(entry)}</p>
      {typeof entry.revoked_ms !== 'number' && (
        <button type="button" class="grave" onClick={() => setAsking(true)}>
          {t('Withdraw this key …')}
        </button>
      )}
      {asking && (
        <Question
          title={t('Withdraw the key of {name}?', { name })}
          about={t('Whoever uses it is shut out within a second, and it never works again.')}
          deed={t('Withdraw')}
          onYes={withdraw}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function lifeOf(entry: Entry): string {
  const now = Date.now();
  const at = (name: string) => moment(Number(entry[name]), now);
  const made = t('Made: {when}', { when: at('created_ms') });
  if (typeof entry.revoked_ms === 'number') {
    return `${made} · ${t('Withdrawn: {when}', { when: at('revoked_ms') })}`;
  }
  if (typeof entry.expires_ms !== 'number') return `${made} · ${t('Good until it is withdrawn')}`;
  const ends = { when: at('expires_ms') };
  return `${made} · ${entry.expires_ms < now ? t('Ended: {when}', ends) : t('Good until {when}', ends)}`;
}
