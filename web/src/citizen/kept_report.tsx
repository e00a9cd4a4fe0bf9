/** A report that this phone has just kept: whether it waits, was sent, or was refused. */
import { useEffect, useRef } from 'preact/hooks';
import type { ActEntry } from '../offline/entry';
import type { Look, Outbox } from '../offline/outbox';
import { Waiting } from '../offline/waiting';
import { announce } from '../page/frame';
import { t } from '../page/words';

export interface KeptReportProps {
  readonly entry: ActEntry;
  readonly look: Look;
  readonly outbox: Outbox;
  readonly nameOf: (entry: ActEntry) => string;
}

export function KeptReport({ entry, look, outbox, nameOf }: KeptReportProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const { answer } = entry;
  useEffect(() => title.current?.focus(), [answer === null]);
  useEffect(() => {
    if (answer?.number) announce(t('Sent. Its number is {number}.', { number: answer.number }));
  }, [answer]);
  if (answer === null) {
    const its = { ...look, entries: look.entries.filter(({ chain }) => chain === entry.chain) };
    return (
      <div class="sheet">
        <h2 ref={title} tabIndex={-1}>
          {outbox.keeping === 'lasting'
            ? t('Your report is kept in this phone')
            : t('Your report is not sent yet')}
        </h2>
        <Waiting outbox={outbox} look={its} nameOf={nameOf} />
        <a class="button wide" href="#/">
          {t('Report something else')}
        </a>
      </div>
    );
  }
  return (
    <div class="sheet">
      <h2 ref={title} tabIndex={-1}>
        ✓ {t('Sent. Thank you.')}
      </h2>
      <p>
        {t('Its number is')} <strong>{answer.number}</strong>.
      </p>
      {outbox.keeping !== 'lasting' && (
        <p>{t('Write the number down: the phone forgets it when this page is closed.')}</p>
      )}
      <a class="button main-button wide" href={`#/report/${answer.subject}`}>
        {t('See what becomes of it')}
      </a>
      <a class="button wide" href="#/">
        {t('Report something else')}
      </a>
    </div>
  );
}
