/** What can be done with an account beside changing it: a code for a new password, and erasing its person. */
import { useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { moment } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { isDone, reasonOf, send } from './act';
import { Question } from './question';
import { textOf } from './shape';
import { ShownOnce } from './shown_once';
import { newResetCode } from './store';
import type { Entry } from './value';

export interface AccountDeedsProps {
  readonly entry: Entry;
  readonly onDone: () => void;
}

export function AccountDeeds({ entry, onDone }: AccountDeedsProps) {
  const [code, setCode] = useState('');
  const [erasing, setErasing] = useState(false);
  const [trouble, setTrouble] = useState('');
  const account = textOf(entry, 'account_id');
  const login = textOf(entry, 'login');

  const give = async () => {
    try {
      setTrouble('');
      setCode((await newResetCode(account)).code);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const erase = async () => {
    const act = { kind: 'erase_person', target: account, base: null, payload: {} };
    const result = await send(act);
    if (!isDone(result)) return reasonOf(result);
    announce(t('Erased.'));
    onDone();
    return '';
  };

  return (
    <section class="sheet">
      <h3>{t('Password and data')}</h3>
      <p class="dim">{signedIn(entry)}</p>
      <div class="deeds">
        <button type="button" disabled={entry.active !== true} onClick={give}>
          {t('Make a code for a new password')}
        </button>
        <button type="button" class="grave" onClick={() => setErasing(true)}>
          {t('Erase this person’s data …')}
        </button>
      </div>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {code !== '' && (
        <ShownOnce
          title={t('A code for a new password')}
          about={t(
            'With login and code the person sets a password, within a day. It is shown this once.',
          )}
          text={code}
          onClose={() => {
            setCode('');
            onDone();
          }}
        />
      )}
      {erasing && (
        <Question
          title={t('Erase {login}?', { login })}
          about={t(
            'Name, contacts and what says who they are go from everywhere; what happened stays. Nobody can bring them back.',
          )}
          deed={t('Erase for good')}
          typed={login}
          onYes={erase}
          onClose={() => setErasing(false)}
        />
      )}
    </section>
  );
}

function signedIn(entry: Entry): string {
  const at = entry.signed_in_ms;
  if (typeof at !== 'number') return t('Never signed in.');
  return t('Last signed in: {when}', { when: moment(at, Date.now()) });
}
