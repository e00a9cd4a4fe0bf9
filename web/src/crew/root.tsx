/** Who works with this phone: nobody yet, somebody whom the page is not for, or a crew. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { installWorker } from '../offline/install';
import { Frame } from '../page/frame';
import { type Person, signOut, whoAmI } from '../page/session';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { CrewWork } from './crew_work';
import { Enter } from './enter';
import { forgetAll, type KeptPage, keptPage } from './keep';

type Who =
  | { readonly kind: 'looking' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stranger'; readonly person: Person }
  | { readonly kind: 'crew'; readonly person: Person; readonly kept: KeptPage | undefined };

const WORKER = '/assets/crew/worker.js';
const ADDRESS = '/regu';

export function Root() {
  const takeOver = useWorker();
  return (
    <>
      {takeOver !== undefined && (
        <p class="banner" role="status">
          {t('A new version of this page is ready.')}{' '}
          <button type="button" onClick={takeOver}>
            {t('Load it')}
          </button>
        </p>
      )}
      <Whoever />
    </>
  );
}

/** Lets the page open without a network from the next time on; returns what lets a new version in, once there is one. */
function useWorker(): (() => void) | undefined {
  const [takeOver, setTakeOver] = useState<() => void>();
  useEffect(() => {
    void installWorker(WORKER, ADDRESS, (found) => setTakeOver(() => found));
    // Without it a phone that runs full throws away what waits.
    void navigator.storage?.persist?.();
  }, []);
  return takeOver;
}

function Whoever() {
  const [who, setWho] = useState<Who>({ kind: 'looking' });
  const enter = useCallback((person: Person) => void whoIs(person).then(setWho), []);
  const look = useCallback(async () => {
    const kept = await keptPage();
    // Work goes on at once with what is kept; who is signed in is told by the store meanwhile.
    if (kept !== undefined) {
      setWho((old) => (old.kind === 'looking' ? { kind: 'crew', person: kept.person, kept } : old));
    }
    try {
      const person = await whoAmI();
      if (person === null) setWho({ kind: 'nobody' });
      else if (!isSame(person, kept?.person)) setWho(await whoIs(person));
    } catch {
      if (kept === undefined) setWho({ kind: 'unknown' });
    }
  }, []);
  useEffect(() => {
    void look();
    const again = () => void look();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [look]);
  const nobody = useCallback(() => setWho({ kind: 'nobody' }), []);

  switch (who.kind) {
    case 'looking':
      return <Frame title={t('Crew')}>{null}</Frame>;
    case 'nobody':
      return (
        <Frame title={t('Crew')}>
          <Enter onSignedIn={enter} />
        </Frame>
      );
    case 'unknown':
      return (
        <Frame title={t('Crew')}>
          <section class="sheet narrow">
            <p>
              {t('The first time this phone needs a network. After that the page opens without.')}
            </p>
            <button type="button" class="main" onClick={() => void look()}>
              {t('Try again')}
            </button>
          </section>
        </Frame>
      );
    case 'stranger':
      return (
        <Frame title={t('Crew')}>
          <Stranger person={who.person} onSignedOut={nobody} />
        </Frame>
      );
    case 'crew':
      return <CrewWork person={who.person} kept={who.kept} onSignedOut={nobody} />;
  }
}

/** Of another crew nothing that was kept is shown, or stays. */
async function whoIs(person: Person): Promise<Who> {
  if (person.role !== 'crew') return { kind: 'stranger', person };
  const kept = await keptPage();
  if (isSame(person, kept?.person)) return { kind: 'crew', person, kept };
  await forgetAll();
  return { kind: 'crew', person, kept: undefined };
}

function isSame(one: Person, other: Person | undefined): boolean {
  return one.holder === other?.holder && one.account_id === other.account_id;
}

function Stranger(props: { readonly person: Person; readonly onSignedOut: () => void }) {
  const [trouble, setTrouble] = useState('');
  const leave = async () => {
    try {
      await signOut();
      props.onSignedOut();
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return (
    <section class="sheet narrow">
      <p>
        {t('This page is for crews. You are signed in as {name}.', { name: props.person.name })}
      </p>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="button" class="main" onClick={() => void leave()}>
        {t('Sign out')}
      </button>
    </section>
  );
}
