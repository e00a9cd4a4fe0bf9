/** What can be done with a report, at the bottom of the screen: what is most likely first, the rest behind one button. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { announce } from '../page/frame';
import type { State } from '../page/look';
import { t, word } from '../page/words';
import { ActDialog, type ActName } from './act_dialog';
import { Answered } from './answered';
import { useDeed } from './deed';
import type { Desk, Whole } from './wire';

const NAMES: Readonly<Record<ActName, string>> = {
  done: word('Finish'),
  answer: word('Answer'),
  crew: word('Send to a crew'),
  in_progress: word('Work on it'),
  coordinating: word('Hand over to an agency'),
  delegated: word('Instruct a sub-unit'),
  estimated: word('Promise a date'),
  waiting: word('Give it back'),
  rejected: word('Reject'),
  note: word('Inner note'),
  withdraw: word('Withdraw from the crew'),
  show: word('Show to everybody'),
  hide: word('Hide from everybody'),
};

export function actWord(name: ActName): string {
  return t(NAMES[name]);
}

export interface ActBarProps {
  readonly whole: Whole;
  readonly desk: Desk;
  readonly onChanged: () => void;
}

export function ActBar({ whole, desk, onChanged }: ActBarProps) {
  const [act, setAct] = useState<ActName | null>(null);
  const [more, setMore] = useState(false);
  const { report } = whole;
  const taking = useDeed(() => {
    announce(t('Taken on'));
    onChanged();
  });
  const open = report.closed_ms === null && report.state !== 'done' && report.state !== 'rejected';
  const possible = possibleActs(whole);
  const isFirst = open && report.acknowledged_ms === null;
  const near: ActName[] = possible.includes('done') ? ['done', 'answer'] : ['answer'];
  if (possible.includes('crew')) near.splice(1, 0, 'crew');
  const shown = near.slice(0, isFirst ? 1 : 2);
  const choose = (name: ActName) => {
    setMore(false);
    setAct(name);
  };
  const takeOn = () =>
    taking.start(async () => ({
      kind: 'take_on',
      subject: report.id,
      base: report.version,
      payload: {},
    }));
  return (
    <div class="bottom acts">
      <Answered
        doing={taking}
        onKeepTheirs={() => {
          taking.drop();
          onChanged();
        }}
      />
      <fieldset class="act-row" aria-label={t('What to do')}>
        {isFirst && (
          <button type="button" class="main" disabled={taking.busy} onClick={takeOn}>
            {t('Take on')}
          </button>
        )}
        {shown.map((name) => (
          <button
            type="button"
            key={name}
            class={!isFirst && name === 'done' ? 'main' : ''}
            onClick={() => setAct(name)}
          >
            {actWord(name)}
          </button>
        ))}
        <button type="button" aria-haspopup="dialog" onClick={() => setMore(true)}>
          {t('More …')}
        </button>
      </fieldset>
      {more && (
        <Dialog title={t('What to do')} onClose={() => setMore(false)}>
          <ul class="choices">
            {possible.map((name) => (
              <li key={name}>
                <button type="button" class="wide" onClick={() => choose(name)}>
                  {actWord(name)}
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
      {act !== null && (
        <ActDialog
          act={act}
          whole={whole}
          desk={desk}
          onClose={() => setAct(null)}
          onDone={() => {
            announce(t('{act}: done', { act: actWord(act) }));
            setAct(null);
            onChanged();
          }}
        />
      )}
    </div>
  );
}

const MOVES: readonly State[] = [
  'done',
  'in_progress',
  'coordinating',
  'delegated',
  'estimated',
  'waiting',
  'rejected',
];

/** The acts that the store would take of this report, the likeliest first. */
function possibleActs({ report, moves, job }: Whole): ActName[] {
  const hasJob = job !== null && job.ended_ms === null;
  const open = report.state !== 'done' && report.state !== 'rejected';
  const isMove = (state: State): state is State & ActName => moves.includes(state);
  const moved = MOVES.filter(isMove) as ActName[];
  const crew: ActName[] = !open ? [] : hasJob ? ['withdraw'] : ['crew'];
  const publicity: ActName[] = report.moderation === 'public' ? ['hide'] : ['show', 'hide'];
  return [...moved.slice(0, 1), ...crew, 'answer', ...moved.slice(1), 'note', ...publicity];
}
