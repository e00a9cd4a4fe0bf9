/**
 * What waits in the phone, and what the store refused: in words, with a way out.
 *
 * Owns the sentences of the outbox. What an act is called, the page that uses it says.
 */
import { useEffect, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { age } from '../page/moment';
import { ours, plural, t } from '../page/words';
import type { Stop } from './drain';
import type { ActEntry, Entry, Reason } from './entry';
import type { Look, Outbox } from './outbox';

export interface WaitingProps {
  readonly outbox: Outbox;
  readonly look: Look;
  /** What an act is called, such as "Report: Flood". */
  readonly nameOf: (entry: ActEntry) => string;
}

/** Lists acts that are not done yet; nothing where there are none. */
export function Waiting({ outbox, look, nameOf }: WaitingProps) {
  const acts = look.entries.filter(
    (entry): entry is ActEntry => entry.what === 'act' && entry.standing !== 'done',
  );
  if (acts.length === 0) return null;
  return (
    <section class="part" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{t('Waiting in this phone')}</h2>
      <p role="status">{whyWaiting(look.stop)}</p>
      <Keeping outbox={outbox} />
      <ul class="cards">
        {acts.map((act) => (
          <WaitingAct key={act.id} act={act} look={look} outbox={outbox} name={nameOf(act)} />
        ))}
      </ul>
    </section>
  );
}

/** What may happen to what waits before it is sent. */
function Keeping({ outbox }: { readonly outbox: Outbox }) {
  const [promised, setPromised] = useState(true);
  useEffect(() => {
    void outbox.promised().then(setPromised);
  }, [outbox]);
  if (outbox.keeping !== 'lasting') return <KeptNowhere outbox={outbox} />;
  if (promised) return null;
  return (
    <p class="dim">
      {t(
        'The phone may throw away what waits when it runs out of room. Send it soon, or install this page.',
      )}
    </p>
  );
}

/** Says that what is done here is in the page alone, where that is so. */
export function KeptNowhere({ outbox }: { readonly outbox: Outbox }) {
  if (outbox.keeping === 'lasting') return null;
  return (
    <p class="banner banner-caution">
      {outbox.keeping === 'full'
        ? t('This phone is full and can keep nothing. Leave this page open until all is sent.')
        : t('This browser keeps nothing in the phone. Leave this page open until all is sent.')}
    </p>
  );
}

interface WaitingActProps {
  readonly act: ActEntry;
  readonly look: Look;
  readonly outbox: Outbox;
  readonly name: string;
}

function WaitingAct({ act, look, outbox, name }: WaitingActProps) {
  const refused = [act, ...photosOf(act, look.entries)].find(
    ({ standing }) => standing === 'refused',
  );
  const giveUp = async () => {
    await outbox.discard(act.id);
    announce(t('Discarded: {name}', { name }));
  };
  return (
    <li class="card">
      <h3>{name}</h3>
      <p class="dim">
        {t('{age} ago', { age: age((Date.now() - act.act.acted_ms) / 1000) })}
        {act.photos.length > 0 && ` · ${plural(act.photos.length, 'One photo', '{count} photos')}`}
      </p>
      {refused === undefined ? (
        <p>
          {outbox.keeping === 'lasting'
            ? t('Not sent yet. It is kept here and sent once.')
            : t('Not sent yet.')}
        </p>
      ) : (
        <>
          <p class="trouble">{sentenceOf(refused.reason)}</p>
          <div class="pair">
            <button type="button" onClick={() => void outbox.again(refused.id)}>
              {t('Try again')}
              <span class="unseen">: {name}</span>
            </button>
            {refused !== act && (
              <button type="button" onClick={() => void outbox.discard(refused.id)}>
                {t('Send without this photo')}
              </button>
            )}
            <button type="button" onClick={() => void giveUp()}>
              {t('Discard')}
              <span class="unseen">: {name}</span>
            </button>
          </div>
        </>
      )}
    </li>
  );
}

function photosOf(act: ActEntry, entries: readonly Entry[]): Entry[] {
  return entries.filter(({ id }) => act.photos.includes(id));
}

function sentenceOf(reason: Reason | null): string {
  const { id = '', en = '' } = reason?.sentence ?? {};
  return ours({ id, en });
}

/** Says why nothing is being sent, or that something is. */
export function whyWaiting(stop: Stop | null): string {
  switch (stop?.kind) {
    case undefined:
      return t('Being sent …');
    case 'unreachable':
      return t('No network. It is sent by itself when the network is back.');
    case 'sign_in':
      return t('Sign in again, and it is sent.');
    case 'wait':
      return t('The store is busy. It is tried again in {age}.', {
        age: age((stop.untilMs - Date.now()) / 1000),
      });
    case 'rest':
      return t('Something needs your decision.');
  }
}
