/** Somebody was faster, or the store says no: both sides in words, and what to do about it. */
import type { Theirs } from '../offline/entry';
import { moment } from '../page/moment';
import { ours, t } from '../page/words';
import { giveUp, goOn, wayOn } from './again';
import type { PartProps } from './crew_work';
import { isJobState, jobWord } from './job';
import type { ShownJob } from './shown';

export interface StuckNoteProps extends PartProps {
  readonly shown: ShownJob;
}

export function StuckNote({ shown, work, nowMs }: StuckNoteProps) {
  const { job, stuck } = shown;
  if (stuck === undefined) return null;
  const { reason, wanted } = stuck;
  const way = wayOn(job, wanted);
  return (
    <section class="sheet stuck" aria-labelledby="job-stuck">
      <h3 id="job-stuck">{t('This needs your decision')}</h3>
      <p>{ours({ id: '', en: '', ...reason.sentence })}</p>
      <dl class="sides">
        <dt>{t('You')}</dt>
        <dd>{jobWord(wanted)}</dd>
        {reason.theirs && <Side theirs={reason.theirs} nowMs={nowMs} />}
        <dt>{t('Now')}</dt>
        <dd>{jobWord(job.state)}</dd>
      </dl>
      <p class="act-row">
        {way !== undefined && (
          <button
            type="button"
            class="main large"
            onClick={() => void work.outbox?.change((entries) => goOn(entries, job, newName))}
          >
            {t('Go on to “{state}”', { state: jobWord(wanted) })}
          </button>
        )}
        <button
          type="button"
          class={way === undefined ? 'main large' : 'large'}
          onClick={() => void work.outbox?.change((entries) => giveUp(entries, job))}
        >
          {t('Leave it as it is now')}
        </button>
      </p>
    </section>
  );
}

function Side({ theirs, nowMs }: { readonly theirs: Theirs; readonly nowMs: number }) {
  return (
    <>
      <dt>{theirs.actor}</dt>
      <dd>
        {isJobState(theirs.value) ? jobWord(theirs.value) : theirs.value} ·{' '}
        {moment(theirs.at_ms, nowMs)}
      </dd>
    </>
  );
}

function newName(): string {
  return crypto.randomUUID();
}
