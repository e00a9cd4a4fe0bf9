/**
 * Opens an account for whoever holds the phone, once, also where the answer is lost.
 *
 * Owns the wish's own name, which the store counts by: the same as long as it is not known what became of it, also when
 * the page is loaded again meanwhile. It is kept as long as the tab, with the login that it is for and nothing else.
 */
import { ask, Refusal } from '../page/door';
import { deviceName, type Person, type SignedIn, takeSession, whoAmI } from '../page/session';

export interface Wanted {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

interface Wish {
  readonly key: string;
  readonly login: string;
}

const KEPT = 'lapor-registration';

let wishNow: Wish | null = null;

/** Throws Refusal and Unreachable. */
export async function register({ name, login, password }: Wanted): Promise<Person> {
  const tried = wishFor(login);
  if (tried !== null) {
    // The answer that was lost may have left its cookie here.
    const found = await whoAmI();
    if (found !== null) return done(found);
  }
  const { key } = tried ?? newWish(login);
  const body = { name, login, password, device: deviceName(), cookie: true };
  try {
    const headers = { 'Idempotency-Key': key };
    return done(takeSession(await ask<SignedIn>('POST', '/v1/registration', { body, headers })));
  } catch (error) {
    // A store that is busy has decided nothing.
    if (error instanceof Refusal && !error.failure.retryable) keep(null);
    throw error;
  }
}

function done(person: Person): Person {
  keep(null);
  return person;
}

function wishFor(login: string): Wish | null {
  const found = wishNow ?? kept();
  return found?.login === login ? found : null;
}

function newWish(login: string): Wish {
  const wish = { key: crypto.randomUUID(), login };
  keep(wish);
  return wish;
}

function kept(): Wish | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Wish | null;
  } catch {
    return null;
  }
}

function keep(wish: Wish | null): void {
  wishNow = wish;
  try {
    if (wish === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(wish));
  } catch {
    // A browser that keeps nothing has it for as long as the page is open.
  }
}
