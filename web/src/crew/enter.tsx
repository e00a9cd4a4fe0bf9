/** How a phone becomes a crew's: by a member's own account, or once by the crew's key. */
import { useId, useState } from 'preact/hooks';
import { ask } from '../page/door';
import { type Person, whoAmI } from '../page/session';
import { SignIn, sentenceOf } from '../page/sign_in';
import { t } from '../page/words';

export interface EnterProps {
  readonly onSignedIn: (person: Person) => void;
}

export function Enter({ onSignedIn }: EnterProps) {
  const [byKey, setByKey] = useState(false);
  return (
    <>
      {byKey ? <KeyForm onSignedIn={onSignedIn} /> : <SignIn onSignedIn={onSignedIn} />}
      <p class="other-way">
        <button type="button" class="quiet" onClick={() => setByKey(!byKey)}>
          {byKey ? t('Sign in with a login instead') : t('Use the crew’s key instead')}
        </button>
      </p>
    </>
  );
}

/** The key goes to the store and into a cookie that no script reads; the page keeps none of it. */
function KeyForm({ onSignedIn }: EnterProps) {
  const [key, setKey] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const id = useId();
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setTrouble('');
    try {
      await ask('POST', '/v1/session/key', { body: { key: key.trim() } });
      const person = await whoAmI();
      if (person !== null) return onSignedIn(person);
      setTrouble(t('This browser keeps no cookies. Allow them for this page, then try again.'));
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <form class="sheet narrow" onSubmit={send}>
      <h2>{t('Crew’s key')}</h2>
      <p class="dim" id={`${id}-about`}>
        {t('Your supervisor gives it to you. It is typed once on this phone.')}
      </p>
      <label for={`${id}-key`}>{t('Key')}</label>
      <input
        id={`${id}-key`}
        type="password"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`${id}-about`}
        required
        value={key}
        onInput={(event) => setKey(event.currentTarget.value)}
      />
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="main" disabled={busy}>
        {busy ? t('Signing in …') : t('Use this key')}
      </button>
    </form>
  );
}
