/** Sets a password by a code that an administrator gave, and signs its person in with it. */
import { useId, useState } from 'preact/hooks';
import { ask } from './door';
import { sentenceOf } from './sentence';
import { type Person, signIn } from './session';
import { t } from './words';

export interface NewPasswordProps {
  readonly onSignedIn: (person: Person) => void;
  readonly onBack: () => void;
}

const FEWEST_CHARACTERS = 10;

export function NewPassword({ onSignedIn, onBack }: NewPasswordProps) {
  const [login, setLogin] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const id = useId();

  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setTrouble('');
    try {
      const body = { login: login.trim(), code: code.trim(), password };
      await ask('POST', '/v1/session/reset', { body });
      onSignedIn(await signIn(login.trim(), password));
    } catch (error) {
      setTrouble(sentenceOf(error));
      setBusy(false);
    }
  };

  return (
    <form class="sheet narrow" onSubmit={send}>
      <h2>{t('Set a new password')}</h2>
      <label for={`${id}-login`}>{t('Login')}</label>
      <input
        id={`${id}-login`}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        value={login}
        onInput={(event) => setLogin(event.currentTarget.value)}
      />
      <label for={`${id}-code`}>{t('Code from the administrator')}</label>
      <input
        id={`${id}-code`}
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck={false}
        required
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
      />
      <label for={`${id}-password`}>{t('New password, 10 characters or more')}</label>
      <input
        id={`${id}-password`}
        type="password"
        autocomplete="new-password"
        required
        minLength={FEWEST_CHARACTERS}
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="main" disabled={busy}>
        {busy ? t('Signing in …') : t('Set it and sign in')}
      </button>
      <button type="button" class="quiet" onClick={onBack}>
        {t('Back')}
      </button>
    </form>
  );
}
