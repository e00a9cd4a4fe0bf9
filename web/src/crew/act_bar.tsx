/** What can be done with a job now: its next step as one large button, and that it can't be done. */
import { useRef, useState } from 'preact/hooks';
import type { Picture } from '../offline/entry';
import { announce } from '../page/frame';
import { t, word } from '../page/words';
import { type Ending, moveJob } from './act';
import { FailDialog } from './fail_dialog';
import { FinishDialog } from './finish_dialog';
import { isUnderWay, type JobState, jobWord, mayFail, nextState } from './job';
import { keepDeed } from './outgoing';
import type { ShownJob } from './shown';
import { Waiting } from './waiting';
import type { Work } from './work';

/** What the button says that brings a job into a state. */
const STEP: Partial<Record<JobState, string>> = {
  accepted: word('Accept the job'),
  en_route: word('On my way'),
  on_site: word('I am there'),
  done: word('Finished …'),
};

const APART_MS = 1_000;

export interface ActBarProps {
  readonly shown: ShownJob;
  readonly work: Work;
  readonly onTrouble: (sentence: string) => void;
}

export function ActBar({ shown, work, onTrouble }: ActBarProps) {
  const [asking, setAsking] = useState<'finish' | 'fail'>();
  const lastStepMs = useRef(0);
  const { state } = shown;
  const next = nextState(state);
  const other = work.shown?.underWay;
  const isBusy =
    next !== undefined && isUnderWay(next) && other !== undefined && other.job.id !== shown.job.id;

  const move = async (to: JobState, ending: Ending = {}, photos: readonly Picture[] = []) => {
    const sentence = await keepDeed(work.outbox, moveJob(shown, to, Date.now(), ending), photos);
    onTrouble(sentence);
    if (sentence !== '') return;
    setAsking(undefined);
    announce(jobWord(to));
  };

  /** One tap, one step: a glove that taps twice does not walk two. */
  const step = async (to: JobState) => {
    const nowMs = Date.now();
    if (nowMs - lastStepMs.current < APART_MS) return;
    lastStepMs.current = nowMs;
    await move(to);
  };

  if (state === 'planned') {
    return <p class="dim">{t('Planned: your supervisor has not sent it yet.')}</p>;
  }
  if (next === undefined && shown.waiting.length === 0) return null;
  return (
    <div class="act-bar">
      <Waiting shown={shown} work={work} />
      {isBusy && (
        <p id="busy">
          {t('First end {number}: you are under way for it.', {
            number: other?.job.report.number ?? '',
          })}
        </p>
      )}
      {next !== undefined && (
        <button
          type="button"
          class="main large"
          disabled={isBusy}
          aria-describedby={isBusy ? 'busy' : undefined}
          onClick={() => (next === 'done' ? setAsking('finish') : void step(next))}
        >
          {t(STEP[next] ?? '')}
        </button>
      )}
      {mayFail(state) && (
        <button type="button" class="large" onClick={() => setAsking('fail')}>
          {t('Can’t do it …')}
        </button>
      )}
      {asking === 'finish' && (
        <FinishDialog
          onClose={() => setAsking(undefined)}
          onFinish={(ending, photos) => move('done', ending, photos)}
        />
      )}
      {asking === 'fail' && (
        <FailDialog
          onClose={() => setAsking(undefined)}
          onFail={(reason) => void move('failed', { reason })}
        />
      )}
    </div>
  );
}
