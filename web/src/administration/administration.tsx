/** The page's root: who is signed in, where in the page they are, and the way to everything else. */
import { useEffect, useState } from 'preact/hooks';
import { Frame } from '../page/frame';
import { Icon } from '../page/icon';
import { type Person, signOut, whoAmI } from '../page/session';
import { SignIn, sentenceOf } from '../page/sign_in';
import { t, word } from '../page/words';
import { EntryPage } from './entry_page';
import { EraseReporter } from './erase_reporter';
import { History } from './history';
import { List } from './list';
import { Deliveries, Erasures } from './logs';
import { NewPage } from './new_page';
import { Question } from './question';
import { listAt, type Route, routeOf } from './route';
import type { Shape } from './shape';
import { GROUPS, shapeOf } from './shapes';
import { forgetUnsaved, isUnsaved } from './unsaved';

interface Log {
  readonly what: string;
  readonly title: string;
  readonly icon: string;
}

const LOGS: readonly Log[] = [
  { what: 'history', title: word('History'), icon: 'history' },
  { what: 'deliveries', title: word('Messages sent'), icon: 'mail' },
  { what: 'erasures', title: word('Erased data'), icon: 'eraser' },
];

/** What nobody is offered who stands for a part of the city. */
const WHOLE_CITYS = new Set(['accounts', 'keys']);

export function Administration() {
  const [person, setPerson] = useState<Person | null | undefined>(undefined);
  const [trouble, setTrouble] = useState('');
  const look = async () => {
    setTrouble('');
    try {
      setPerson(await whoAmI());
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  useEffect(() => {
    look();
  }, []);

  const leave = async () => {
    try {
      await signOut();
      setPerson(null);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const actions = person !== null && person !== undefined && (
    <>
      <span class="dim">
        <bdi>{person.name}</bdi>
      </span>
      <button type="button" class="quiet" onClick={leave}>
        {t('Sign out')}
      </button>
    </>
  );
  return (
    <Frame title={t('Administration')} actions={actions}>
      {trouble !== '' && (
        <p class="sheet trouble" role="alert">
          {trouble}{' '}
          <button type="button" onClick={look}>
            {t('Try again')}
          </button>
        </p>
      )}
      {person === undefined && trouble === '' && (
        <p class="sheet" role="status">
          {t('Loading …')}
        </p>
      )}
      {person === null && <SignIn onSignedIn={setPerson} />}
      {person !== null && person !== undefined && <Inside person={person} />}
    </Frame>
  );
}

function Inside({ person }: { readonly person: Person }) {
  const { hash, question } = useHash();
  if (person.role !== 'administrator') {
    return (
      <p class="sheet" role="alert">
        {t('This page is for administrators. You are signed in as {name}; sign out to change.', {
          name: person.name,
        })}
      </p>
    );
  }
  const route = routeOf(hash);
  const isWhole = person.area === null && person.agency === null;
  return (
    <div class={route.at === 'home' ? 'rooms at-home' : 'rooms'}>
      <Ways route={route} isWhole={isWhole} />
      <div class="room">
        <Room key={hash} route={route} />
      </div>
      {question}
    </div>
  );
}

/** Returns where one is; somebody who leaves what is not saved is asked first. */
function useHash() {
  const [hash, setHash] = useState(window.location.hash);
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    const follow = () => {
      const next = window.location.hash;
      if (next === hash) return;
      if (isUnsaved(hash)) {
        window.history.replaceState(null, '', hash === '' ? '#/' : hash);
        setWanted(next);
        return;
      }
      setHash(next);
      window.scrollTo(0, 0);
      document.getElementById('content')?.focus({ preventScroll: true });
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (isUnsaved(hash)) event.preventDefault();
    };
    window.addEventListener('hashchange', follow);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('hashchange', follow);
      window.removeEventListener('beforeunload', warn);
    };
  }, [hash]);
  const question = wanted !== null && (
    <Question
      title={t('Leave without saving?')}
      about={t('What you changed here is not saved yet.')}
      deed={t('Leave')}
      onYes={async () => {
        forgetUnsaved();
        window.location.hash = wanted;
        return '';
      }}
      onClose={() => setWanted(null)}
    />
  );
  return { hash, question };
}

function Ways({ route, isWhole }: { readonly route: Route; readonly isWhole: boolean }) {
  const here = route.at === 'home' ? '' : route.what;
  const offered = (shapes: readonly Shape[]) =>
    shapes.filter(({ what }) => isWhole || !WHOLE_CITYS.has(what));
  return (
    <nav aria-label={t('What can be set up')}>
      {route.at === 'list' && (
        <a class="back" href="#/">
          {t('← All parts')}
        </a>
      )}
      <div class="ways">
        {GROUPS.map(({ title, shapes }) => (
          <Way key={title} title={title} parts={offered(shapes)} here={here} />
        ))}
        <Way title={word('Log')} parts={LOGS} here={here} />
      </div>
    </nav>
  );
}

interface WayProps {
  readonly title: string;
  readonly parts: readonly Log[];
  readonly here: string;
}

function Way({ title, parts, here }: WayProps) {
  if (parts.length === 0) return null;
  return (
    <section>
      <h2>{t(title)}</h2>
      <ul class="plain">
        {parts.map((part) => (
          <li key={part.what}>
            <a href={listAt(part.what)} {...(part.what === here ? { 'aria-current': 'page' } : {})}>
              <Icon name={part.icon} /> {t(part.title)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Room({ route }: { readonly route: Route }) {
  if (route.at === 'home') {
    return (
      <p class="dim">
        {t('Choose what you want to set up. Every change is kept, with its author.')}
      </p>
    );
  }
  const log = LOGS.find(({ what }) => what === route.what);
  if (log !== undefined) return <LogRoom log={log} />;
  const shape = shapeOf(route.what);
  if (shape === undefined) return <p>{t('There is no such part of this page.')}</p>;
  if (route.at === 'list') {
    return (
      <>
        <h2>{t(shape.title)}</h2>
        <List shape={shape} />
      </>
    );
  }
  return (
    <>
      <p class="trail">
        <a href={listAt(shape.what)}>{t('← {title}', { title: t(shape.title) })}</a>
      </p>
      {route.at === 'new' ? (
        <NewPage shape={shape} given={route.given} />
      ) : (
        <EntryPage shape={shape} id={route.key} />
      )}
    </>
  );
}

function LogRoom({ log }: { readonly log: Log }) {
  return (
    <>
      <h2>{t(log.title)}</h2>
      {log.what === 'history' && <History />}
      {log.what === 'deliveries' && <Deliveries />}
      {log.what === 'erasures' && (
        <>
          <EraseReporter />
          <Erasures />
        </>
      )}
    </>
  );
}
