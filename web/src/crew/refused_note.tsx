/** What the store said no to where no job on the list shows it: in its words, with the way to put it away. */
import type { Entry } from '../offline/entry';
import { ours, t } from '../page/words';
import { chainOfJob } from './shown';
import type { Work } from './work';

export function RefusedNote({ work }: { readonly work: Work }) {
  const refused = elsewhere(work);
  if (refused.length === 0) return null;
  return (
    <section class="sheet stuck" aria-labelledby="refused">
      <h2 id="refused">{t('The store did not take this')}</h2>
      <ul class="plain">
        {refused.map((entry) => (
          <li key={entry.id}>
            <p>{ours({ id: '', en: '', ...entry.reason?.sentence })}</p>
            <button type="button" onClick={() => void putAway(work, entry)}>
              {t('Understood')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function elsewhere({ told, entries }: Work): Entry[] {
  const shown = new Set(told?.page.jobs.map(({ id }) => chainOfJob(id)));
  return entries.filter(({ standing, chain }) => standing === 'refused' && !shown.has(chain));
}

/** What is about a job that is gone goes together; of the crew itself the next act still stands. */
async function putAway(work: Work, { id, chain }: Entry): Promise<void> {
  if (!chain.startsWith('job:')) return work.outbox?.discard(id);
  await work.outbox?.change((entries) => ({
    put: [],
    remove: entries
      .filter((entry) => entry.chain === chain && entry.standing !== 'done')
      .map((entry) => entry.id),
  }));
}
