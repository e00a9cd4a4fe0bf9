/** The page's outbox and who is signed in, for all parts of the page. */
import { useEffect, useState } from 'preact/hooks';
import { type Look, type Outbox, open } from '../offline/outbox';
import { Unreachable } from '../page/door';
import { type Person, whoAmI } from '../page/session';

export const PAGE = 'citizen';

const NOTHING: Look = { entries: [], stop: { kind: 'rest' } };
const LAST = 'lapor-account';

export interface Held {
  readonly outbox: Outbox | null;
  readonly look: Look;
  readonly person: Person | null;
  readonly setPerson: (person: Person | null) => void;
}

export function useHeld(): Held {
  const [person, take] = useState<Person | null>(null);
  const [owner, setOwner] = useState(lastOwner());
  // Somebody whose sign-in ran out still sees what waits for it.
  const [before, setBefore] = useState(lastOwner());
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  const [look, setLook] = useState<Look>(NOTHING);

  const setPerson = (found: Person | null) => {
    take(found);
    const account = found?.account_id ?? '';
    keepOwner(account);
    setOwner(account);
    setBefore(account);
  };
  useEffect(() => {
    whoAmI()
      .then((found) => (found === null ? setOwner('') : setPerson(found)))
      .catch((error: unknown) => {
        // Without network whoever was signed in still is: what they do waits for the store's word on it.
        if (!(error instanceof Unreachable)) setOwner('');
      });
  }, []);

  useEffect(() => {
    let opened: Outbox | null = null;
    let over = false;
    void open(PAGE, owner, ['', before]).then((found) => {
      if (over) return found.close();
      opened = found;
      setOutbox(found);
      found.watch(setLook);
    });
    return () => {
      over = true;
      opened?.close();
    };
  }, [owner, before]);

  return { outbox, look, person, setPerson };
}

function lastOwner(): string {
  try {
    return localStorage.getItem(LAST) ?? '';
  } catch {
    return '';
  }
}

function keepOwner(account: string): void {
  try {
    localStorage.setItem(LAST, account);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
