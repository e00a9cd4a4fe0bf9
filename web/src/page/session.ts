/** Who is signed in on this page. */
import { ask, holdProof, Refusal } from './door';

export interface Person {
  readonly name: string;
  readonly role: string;
  /** The part of the city that the sign-in stands for; null: all of it. */
  readonly area: string | null;
  readonly agency: string | null;
  /** The crew that it stands for, or null. */
  readonly holder: string | null;
  readonly account_id: string | null;
}

/** The store’s answer to a sign-in. */
export interface SignedIn extends Person {
  readonly csrf: string;
}

/** Returns who is signed in, or null. Throws Unreachable. */
export async function whoAmI(): Promise<Person | null> {
  try {
    return takeSession(await ask<SignedIn>('GET', '/v1/session'));
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) {
      holdProof('');
      return null;
    }
    throw error;
  }
}

/** Signs in; the key stays with the browser, out of scripts' reach. Throws Refusal and Unreachable. */
export async function signIn(login: string, password: string): Promise<Person> {
  const body = { login, password, device: deviceName(), cookie: true };
  return takeSession(await ask<SignedIn>('POST', '/v1/session', { body }));
}

/** Signs out on this device. Throws Unreachable. */
export async function signOut(): Promise<void> {
  try {
    await ask('DELETE', '/v1/session');
  } catch (error) {
    // Who is not signed in any more is signed out.
    if (!(error instanceof Refusal)) throw error;
  }
  holdProof('');
}

/** Takes a fresh sign-in for the page’s own. */
export function takeSession({ csrf, ...person }: SignedIn): Person {
  holdProof(csrf);
  return person;
}

/** What one's list of devices calls this one: enough to tell a phone from a desk, and no more. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const kind = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : 'Komputer';
  const browser = /Firefox/.test(agent)
    ? 'Firefox'
    : /Chrome/.test(agent)
      ? 'Chrome'
      : /Safari/.test(agent)
        ? 'Safari'
        : 'peramban';
  return `${browser}, ${kind}`;
}
