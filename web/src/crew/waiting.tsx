/** What of a job waits to be sent, and the way to take it back as long as it does. */
import { announce } from '../page/frame';
import { t } from '../page/words';
import { takeBack } from './again';
import { jobWord } from './job';
import { type ShownJob, stateOf } from './shown';
import type { Work } from './work';

export interface WaitingProps {
  readonly shown: ShownJob;
  readonly work: Work;
}

export function Waiting({ shown: { job, waiting }, work }: WaitingProps) {
  const last = waiting.at(-1);
  if (last === undefined) return null;
  const undo = async () => {
    await work.outbox?.change((entries) => takeBack(entries, job, last.id));
    announce(t('Taken back: {state}', { state: jobWord(stateOf(last)) }));
  };
  const names = waiting.map((entry) =>
    entry.photos.length > 0
      ? t('{state} with photo', { state: jobWord(stateOf(entry)) })
      : jobWord(stateOf(entry)),
  );
  return (
    <p class="waiting">
      <span>{t('Waiting to be sent: {names}', { names: names.join(', ') })}</span>
      <button type="button" onClick={() => void undo()}>
        {t('Take back “{state}”', { state: jobWord(stateOf(last)) })}
      </button>
    </p>
  );
}
