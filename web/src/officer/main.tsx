/** The officer's page: signs in, then shows the work of one's part of the city. */
import { useEffect, useState } from 'preact/hooks';
import { Frame } from '../page/frame';
import { type Person, signOut, whoAmI } from '../page/session';
import { SignIn, sentenceOf } from '../page/sign_in';
import { startPage } from '../page/start';
import { t } from '../page/words';
import { OfficerDesk } from './officer_desk';

const ROLES = new Set(['officer', 'dispatcher', 'manager']);

type Who = Person | null | 'unknown';

function OfficerPage() {
  const [who, setWho] = useState<Who>('unknown');
  const [trouble, setTrouble] = useState('');
  const look = () => {
    setTrouble('');
    whoAmI().then(setWho, (error: unknown) => setTrouble(sentenceOf(error)));
  };
  useEffect(look, []);

  const leave = () => {
    signOut().then(
      () => setWho(null),
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  };
  if (who !== null && who !== 'unknown' && ROLES.has(who.role)) {
    return <OfficerDesk person={who} onLeave={leave} onGone={() => setWho(null)} />;
  }
  return (
    <Frame title={t('Officers')}>
      {trouble !== '' && (
        <div class="sheet narrow">
          <p class="trouble" role="alert">
            {trouble}
          </p>
          <button type="button" onClick={look}>
            {t('Try again')}
          </button>
        </div>
      )}
      {who === 'unknown' && trouble === '' && <p class="empty">{t('Loading …')}</p>}
      {who === null && <SignIn onSignedIn={setWho} />}
      {who !== null && who !== 'unknown' && (
        <div class="sheet narrow">
          <p>{t('{name} is signed in, but this page is for officers.', { name: who.name })}</p>
          <button type="button" onClick={leave}>
            {t('Sign out')}
          </button>
        </div>
      )}
    </Frame>
  );
}

startPage('officer', OfficerPage);
