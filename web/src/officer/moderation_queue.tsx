/** What nobody has decided yet whether everybody may see it: reports and photos, the oldest first. */
import { useEffect, useState } from 'preact/hooks';
import { categoryName } from '../page/city';
import { announce } from '../page/frame';
import { age } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { StateMark } from '../page/state';
import { t } from '../page/words';
import { Answered } from './answered';
import { useDeed } from './deed';
import type { Around } from './officer_desk';
import { PhotoDecision, Picture, stageWord } from './photo_list';
import { toReport } from './route';
import { type Moderation, type Pending, readPending } from './wire';

export function ModerationQueue({ around }: { readonly around: Around }) {
  const [pending, setPending] = useState<readonly Pending[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [trouble, setTrouble] = useState('');
  const load = (after: string | null) => {
    setTrouble('');
    readPending(after).then(
      (found) => {
        setPending((before) =>
          after === null ? found.pending : [...(before ?? []), ...found.pending],
        );
        setNext(found.next);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  };
  useEffect(() => load(null), []);
  return (
    <section aria-labelledby="moderation-title">
      <h2 id="moderation-title">{t('Waits for moderation')}</h2>
      {trouble !== '' && (
        <div class="sheet">
          <p class="trouble" role="alert">
            {trouble}
          </p>
          <button type="button" onClick={() => load(null)}>
            {t('Try again')}
          </button>
        </div>
      )}
      {pending === null && trouble === '' && <p class="empty">{t('Loading …')}</p>}
      {pending?.length === 0 && <p class="empty">{t('Nothing waits for moderation.')}</p>}
      {pending?.map((one) => (
        <PendingCard key={one.id} one={one} around={around} onChanged={() => load(null)} />
      ))}
      {next !== null && (
        <button type="button" class="wide" onClick={() => load(next)}>
          {t('Show more')}
        </button>
      )}
    </section>
  );
}

interface PendingCardProps {
  readonly one: Pending;
  readonly around: Around;
  readonly onChanged: () => void;
}

function PendingCard({ one, around, onChanged }: PendingCardProps) {
  const category = around.city.categories.find(({ code }) => code === one.category);
  const waiting = one.media.filter(({ moderation }) => moderation === 'pending');
  return (
    <article class="sheet" aria-labelledby={`pending-${one.id}`}>
      <h3 id={`pending-${one.id}`}>
        <a href={toReport(one.id)}>{one.number}</a> ·{' '}
        {category === undefined ? one.category : categoryName(category)}
      </h3>
      <p class="dim">
        <StateMark state={one.state} /> ·{' '}
        {[one.area_name, one.address].filter((part) => part !== null).join(' · ')} ·{' '}
        {age((Date.now() - one.created_ms) / 1000)}
      </p>
      <p class="words">{one.description}</p>
      {one.moderation === 'pending' && around.mayAct && (
        <TextDecision one={one} onChanged={onChanged} />
      )}
      {waiting.length > 0 && (
        <ul class="photos">
          {waiting.map((photo) => (
            <li key={photo.id}>
              <Picture photo={photo} alt={t('Photo, {stage}', { stage: stageWord(photo.stage) })} />
              {around.mayAct && (
                <PhotoDecision report={one.id} photo={photo} onChanged={onChanged} />
              )}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function TextDecision({ one, onChanged }: Omit<PendingCardProps, 'around'>) {
  const [reason, setReason] = useState('');
  const doing = useDeed(() => {
    announce(t('Decided: {number}', { number: one.number }));
    onChanged();
  });
  const decide = (moderation: Moderation) => {
    const why = reason.trim() === '' ? {} : { reason: reason.trim() };
    doing.start(async () => ({
      kind: 'moderate',
      subject: one.id,
      base: one.version,
      payload: { moderation, ...why },
    }));
  };
  return (
    <>
      <label for={`reason-${one.id}`}>{t('Reason, needed to hide it')}</label>
      <input
        id={`reason-${one.id}`}
        maxLength={1000}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Answered doing={doing} onKeepTheirs={onChanged} />
      <div class="row">
        <button type="button" class="main" disabled={doing.busy} onClick={() => decide('public')}>
          {t('Show the report')}
        </button>
        <button type="button" disabled={doing.busy} onClick={() => decide('hidden')}>
          {t('Hide the report')}
        </button>
      </div>
    </>
  );
}
