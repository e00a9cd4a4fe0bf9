/** The form that signs a person in; what goes wrong stands below the fields and is read out. */
import { useId, useState } from 'preact/hooks';
import { NewPassword } from './new_password';
import { sentenceOf } from './sentence';
import { type Person, signIn } from './session';
import { t } from './words';

export { sentenceOf } from './sentence';

export interface SignInProps {
  readonly onSignedIn: (person: Person) => void;
}

export function SignIn({ onSignedIn }: SignInProps) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const [hasCode, setHasCode] = useState(false);
  const id = useId();

  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setTrouble('');
    try {
      onSignedIn(await signIn(login.trim(), password));
    } catch (error) {
      setTrouble(sentenceOf(error));
      setBusy(false);
    }
  };

  if (hasCode) return <NewPassword onSignedIn={onSignedIn} onBack={() => setHasCode(false)} />;
  return (
    <form class="sheet narrow" onSubmit={send}>
      <h2>{t('Sign in')}</h2>
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
      <label for={`${id}-password`}>{t('Password')}</label>
      <input
        id={`${id}-password`}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="main" disabled={busy}>
        {busy ? t('Signing in …') : t('Sign in')}
      </button>
      <button type="button" class="quiet" onClick={() => setHasCode(true)}>
        {t('I have a code for a new password')}
      </button>
    </form>
  );
}
