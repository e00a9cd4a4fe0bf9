/** The form that opens an account; what is wrong stands below its field, is read out, and gets the focus. */
import { useId, useRef, useState } from 'preact/hooks';
import { Refusal } from '../page/door';
import { sentenceOf } from '../page/sentence';
import type { Person } from '../page/session';
import { t } from '../page/words';
import { register } from './registration';

const LOGIN = /^[a-z0-9._+@-]{3,100}$/;
const FEWEST_CHARACTERS = 10;
const MOST_CHARACTERS = 256;

type Place = 'login' | 'password' | 'form';

interface Trouble {
  readonly place: Place;
  readonly sentence: string;
  /** Whether it may be one's own account that is in the way. */
  readonly isTaken?: boolean;
}

const PLACES: Readonly<Record<string, Place>> = {
  login_taken: 'login',
  login_unfit: 'login',
  password_weak: 'password',
};

export interface RegisterFormProps {
  readonly onSignedIn: (person: Person) => void;
}

export function RegisterForm({ onSignedIn }: RegisterFormProps) {
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const loginField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const id = useId();

  const tell = (found: Trouble) => {
    setTrouble(found);
    if (found.place === 'login') loginField.current?.focus();
    if (found.place === 'password') passwordField.current?.focus();
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const wanted = { name: name.trim(), login: login.trim().toLowerCase(), password };
    const wrong = troubleWith(wanted.login, password);
    if (wrong !== null) return tell(wrong);
    setBusy(true);
    setTrouble(null);
    try {
      onSignedIn(await register(wanted));
    } catch (error) {
      setBusy(false);
      tell(troubleOf(error));
    }
  };
  const at = (place: Place) => (trouble?.place === place ? trouble.sentence : '');
  const described = (place: Place) => ({
    'aria-invalid': at(place) !== '',
    'aria-describedby': `${id}-${place}-help ${id}-${place}-trouble`,
  });

  return (
    <form class="sheet narrow" onSubmit={send} noValidate>
      <h2>{t('Register')}</h2>
      <p>
        {t('With an account you see your reports on any phone. It needs no e-mail address.')}{' '}
        {t('Reports sent before from this phone stay known to this phone alone.')}
      </p>
      <label for={`${id}-name`}>{t('Name, if you like')}</label>
      <p class="dim" id={`${id}-name-help`}>
        {t('You see it here, and so do the city’s administrators.')}
      </p>
      <input
        id={`${id}-name`}
        autocomplete="name"
        maxLength={200}
        aria-describedby={`${id}-name-help`}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <label for={`${id}-login`}>{t('Login')}</label>
      <p class="dim" id={`${id}-login-help`}>
        {t('At least 3 letters, digits or any of . _ - + @')}
      </p>
      <input
        ref={loginField}
        id={`${id}-login`}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        {...described('login')}
        value={login}
        onInput={(event) => setLogin(event.currentTarget.value)}
      />
      <p class="trouble" role="alert" id={`${id}-login-trouble`}>
        {at('login')}
      </p>
      {trouble?.isTaken === true && (
        <a class="button wide" href="#/sign_in">
          {t('It is mine: sign in')}
        </a>
      )}
      <label for={`${id}-password`}>{t('Password')}</label>
      <p class="dim" id={`${id}-password-help`}>
        {t('At least 10 characters. Whoever forgets it asks the city’s administrators for a code.')}
      </p>
      <input
        ref={passwordField}
        id={`${id}-password`}
        type="password"
        autocomplete="new-password"
        required
        {...described('password')}
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <p class="trouble" role="alert" id={`${id}-password-trouble`}>
        {at('password') || at('form')}
      </p>
      <button type="submit" class="main" aria-disabled={busy}>
        {busy ? t('Registering …') : t('Register')}
      </button>
      <a class="button wide" href="#/sign_in">
        {t('I have an account: sign in')}
      </a>
    </form>
  );
}

function troubleWith(login: string, password: string): Trouble | null {
  if (!LOGIN.test(login)) {
    const sentence = t(
      'A login has at least 3 letters, digits or any of . _ - + @, and no blanks.',
    );
    return { place: 'login', sentence };
  }
  const length = [...password].length;
  if (length < FEWEST_CHARACTERS || length > MOST_CHARACTERS) {
    return { place: 'password', sentence: t('A password has at least 10 characters.') };
  }
  if (password.toLowerCase() === login) {
    return { place: 'password', sentence: t('The password must not be the login itself.') };
  }
  return null;
}

function troubleOf(error: unknown): Trouble {
  const code = error instanceof Refusal ? error.failure.code : '';
  if (code === 'sign_in_refused') {
    const sentence = t('You have just registered this login with another password.');
    return { place: 'login', sentence, isTaken: true };
  }
  const place = PLACES[code] ?? 'form';
  return { place, sentence: sentenceOf(error), isTaken: code === 'login_taken' };
}
