/** How somebody gets their own list on any phone: by signing in, or by registering where the city lets them. */
import type { City } from '../page/city';
import type { Person } from '../page/session';
import { SignIn } from '../page/sign_in';
import { t } from '../page/words';
import { RegisterForm } from './register_form';

export interface WayInProps {
  readonly name: 'sign_in' | 'register';
  readonly city: City | null;
  /** Who is signed in already; null: nobody. */
  readonly person: Person | null;
  readonly onSignedIn: (person: Person) => void;
}

export function WayIn({ name, city, person, onSignedIn }: WayInProps) {
  if (person !== null) {
    return (
      <div class="sheet">
        <p>{t('Signed in as {name}.', { name: person.name })}</p>
        <a class="button wide" href="#/mine">
          {t('My reports')}
        </a>
      </div>
    );
  }
  if (name === 'sign_in') {
    return (
      <>
        <SignIn onSignedIn={onSignedIn} />
        <div class="sheet narrow">
          <p>{t('Password forgotten? The city’s administrators give you a code for a new one.')}</p>
          {mayRegister(city) && (
            <a class="button wide" href="#/register">
              {t('No account yet? Register')}
            </a>
          )}
        </div>
      </>
    );
  }
  if (city === null) return <p role="status">{t('Asking whether one can register here …')}</p>;
  if (mayRegister(city)) return <RegisterForm onSignedIn={onSignedIn} />;
  return (
    <div class="sheet">
      <p>
        {t('The city takes no registrations at the moment. You can report without an account.')}
      </p>
      <a class="button wide" href="#/mine">
        {t('My reports')}
      </a>
    </div>
  );
}

/** Whether the city opens accounts for whoever asks; before it is known, nobody is offered one. */
export function mayRegister(city: City | null): boolean {
  return city?.registration === true;
}
