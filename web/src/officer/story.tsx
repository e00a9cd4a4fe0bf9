/** What happened to a report, the newest first, and who had it for how long. */
import { age, moment } from '../page/moment';
import { stateWord } from '../page/state';
import { t, word } from '../page/words';
import type { Entry, Holder } from './wire';

const HAPPENED: Readonly<Record<string, string>> = {
  submitted: word('Reported'),
  taken_on: word('Taken on'),
  moved: word('Moved'),
  categorised: word('Category changed'),
  re_placed: word('Place changed'),
  prioritised: word('Priority changed'),
  noted: word('Inner note'),
  answered: word('Answer to the citizen'),
  photo_added: word('Photo added'),
  moderated: word('Moderation'),
  rated: word('Rated'),
  joined: word('Joined to an incident'),
  parted: word('Parted from an incident'),
  escalated: word('Passed upwards'),
  job: word('Crew'),
};

export function Story({
  entries,
  clock,
}: {
  readonly entries: readonly Entry[];
  readonly clock: number;
}) {
  return (
    <section aria-labelledby="story-title">
      <h3 id="story-title">{t('What happened')}</h3>
      <ol class="story">
        {[...entries].reverse().map((entry) => (
          <li key={entry.sequence}>
            <b>{titleOf(entry)}</b>
            <span class="dim">
              {' '}
              {entry.actor} · {moment(entry.acted_ms, clock)}
            </span>
            {entry.note !== '' && <p class="words">{entry.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function titleOf({ kind, to_state: state }: Entry): string {
  const happened = HAPPENED[kind];
  if (kind === 'moved') return stateWord(state);
  return happened === undefined ? kind : t(happened);
}

export function HolderTable({ holders }: { readonly holders: readonly Holder[] }) {
  return (
    <section aria-labelledby="holders-title">
      <h3 id="holders-title">{t('Who had it, for how long')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Holder')}</th>
            <th scope="col">{t('Handed over by')}</th>
            <th scope="col">{t('Time')}</th>
          </tr>
        </thead>
        <tbody>
          {holders.map((holder, place) => (
            // The order is the story's; nothing else tells two stays of one agency apart.
            <tr key={`${place}-${holder.agency}`}>
              <td>
                {holder.agency === null ? t('Office of the area') : (holder.name ?? holder.agency)}
                {holder.until_ms === null && <b> {t('(now)')}</b>}
              </td>
              <td>{holder.handed_by ?? '–'}</td>
              <td>{age(holder.held_ms / 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
