/** The members of a crew, on its page. */
import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { entryAt, newAt } from './route';
import { textOf } from './shape';
import { readEntries } from './store';
import type { Entry } from './value';

const MOST = '1000';

export function CrewMembers({ crew }: { readonly crew: string }) {
  const [members, setMembers] = useState<readonly Entry[] | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    readEntries('members', { search: crew, limit: MOST }, stop.signal).then(
      ({ entries }) => setMembers(entries.filter((entry) => entry.crew === crew)),
      (error) => {
        if (!stop.signal.aborted) setTrouble(sentenceOf(error));
      },
    );
    return () => stop.abort();
  }, [crew]);
  return (
    <section class="sheet">
      <h3>{t('Members')}</h3>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {members === null && trouble === '' && <p role="status">{t('Loading …')}</p>}
      {members?.length === 0 && <p>{t('Nobody yet.')}</p>}
      <ul class="plain">
        {members?.map((member) => (
          <li key={textOf(member, 'id')}>
            <a href={entryAt('members', textOf(member, 'id'))}>
              <bdi>{textOf(member, 'name')}</bdi>
            </a>
            {member.active === false && <span class="dim"> {t('not in use')}</span>}
          </li>
        ))}
      </ul>
      <a class="button" href={newAt('members', { crew })}>
        {t('New member')}
      </a>
    </section>
  );
}
