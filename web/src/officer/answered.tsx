/** What the store said to an act: that it waits, why it was refused, or what somebody else made of it meanwhile. */

import { SHAPE, type State } from '../page/look';
import { moment } from '../page/moment';
import { stateWord } from '../page/state';
import { t } from '../page/words';
import type { Doing } from './deed';

export interface AnsweredProps {
  readonly doing: Doing;
  /** Asked where somebody else was faster: leave it as it is, and look anew. */
  readonly onKeepTheirs?: () => void;
}

export function Answered({ doing, onKeepTheirs }: AnsweredProps) {
  const { busy, waiting, trouble, conflict } = doing;
  return (
    <div aria-live="polite">
      {busy && <p class="dim">{t('Sending …')}</p>}
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {waiting && (
        <p>
          {t('It goes by itself when the network is back, once and only once.')}{' '}
          <button type="button" onClick={doing.again}>
            {t('Send now')}
          </button>
        </p>
      )}
      {conflict !== null && (
        <div class="conflict" role="alert">
          <p>
            <b>{t('Somebody else was faster')}</b>
          </p>
          <p>{conflict.sentence}</p>
          <dl class="facts">
            <dt>{t('Now')}</dt>
            <dd>
              {valueWord(conflict.theirs.value)} · {conflict.theirs.actor} ·{' '}
              {moment(conflict.theirs.at_ms, Date.now())}
            </dd>
            <dt>{t('Yours')}</dt>
            <dd>{valueWord(conflict.mine)}</dd>
          </dl>
          <div class="row">
            {onKeepTheirs !== undefined && (
              <button type="button" class="main" onClick={onKeepTheirs}>
                {t('Keep theirs')}
              </button>
            )}
            <button
              type="button"
              onClick={() =>
                doing.start(async () => ({ ...conflict.deed, base: conflict.version }))
              }
            >
              {t('Send mine all the same')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function valueWord(value: string): string {
  return value in SHAPE ? stateWord(value as State) : value;
}
