/** Photos of finished work that there is a reason to look at, beside what they are held against. */
import { useEffect, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { moment } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { ours, t } from '../page/words';
import { Answered } from './answered';
import { useDeed } from './deed';
import type { Around } from './officer_desk';
import { toReport } from './route';
import { type Photo, type Review, type Reviews, readReport, readReviews } from './wire';

export function ReviewList({ around }: { readonly around: Around }) {
  const [found, setFound] = useState<Reviews | null>(null);
  const [trouble, setTrouble] = useState('');
  const load = () => {
    setTrouble('');
    readReviews().then(setFound, (error: unknown) => setTrouble(sentenceOf(error)));
  };
  useEffect(load, []);
  return (
    <section aria-labelledby="reviews-title">
      <h2 id="reviews-title">{t('Photos to look at')}</h2>
      {trouble !== '' && (
        <div class="sheet">
          <p class="trouble" role="alert">
            {trouble}
          </p>
          <button type="button" onClick={load}>
            {t('Try again')}
          </button>
        </div>
      )}
      {found === null && trouble === '' && <p class="empty">{t('Loading …')}</p>}
      {found?.reviews.length === 0 && <p class="empty">{t('No photo has to be looked at.')}</p>}
      {found !== null && found.reviews.length > 0 && <p class="dim">{ours(found.limits)}</p>}
      {found?.reviews.map((review) => (
        <ReviewCard
          key={`${review.report}-${review.media}`}
          review={review}
          mayAct={around.mayAct}
          onDecided={load}
        />
      ))}
    </section>
  );
}

interface ReviewCardProps {
  readonly review: Review;
  readonly mayAct: boolean;
  readonly onDecided: () => void;
}

const DECISIONS = ['genuine', 'not_genuine', 'unclear'] as const;

function ReviewCard({ review, mayAct, onDecided }: ReviewCardProps) {
  const [note, setNote] = useState('');
  const doing = useDeed(() => {
    announce(t('Decided: {number}', { number: review.number }));
    onDecided();
  });
  const names = { genuine: t('Genuine'), not_genuine: t('Not genuine'), unclear: t('Unclear') };
  const decide = (decision: (typeof DECISIONS)[number]) =>
    doing.start(async () => ({
      kind: 'review_evidence',
      subject: review.report,
      base: null,
      payload: {
        media: review.media,
        decision,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      },
    }));
  return (
    <article class="sheet" aria-labelledby={`review-${review.media}`}>
      <h3 id={`review-${review.media}`}>
        <a href={toReport(review.report)}>{review.number}</a> · {moment(review.made_ms, Date.now())}
      </h3>
      <Pair review={review} />
      <ul>
        {review.reasons.map((reason) => (
          <li key={`${reason.kind}-${reason.media ?? ''}`}>{ours(reason.sentence)}</li>
        ))}
      </ul>
      {mayAct && (
        <>
          <label for={`note-${review.media}`}>{t('Note')}</label>
          <input
            id={`note-${review.media}`}
            maxLength={1000}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
          <Answered doing={doing} />
          <div class="row">
            {DECISIONS.map((decision) => (
              <button
                type="button"
                key={decision}
                disabled={doing.busy}
                onClick={() => decide(decision)}
              >
                {names[decision]}
              </button>
            ))}
          </div>
        </>
      )}
    </article>
  );
}

/** The photo, and the one that it is held against: the copy's original, else how it was before. */
function Pair({ review }: { readonly review: Review }) {
  const copied = review.reasons.find(({ media }) => media !== undefined);
  const [before, setBefore] = useState<Photo | null>(null);
  useEffect(() => {
    if (copied !== undefined) return;
    readReport(review.report).then(
      ({ media }) => setBefore(media.find(({ stage, kept }) => stage === 'before' && kept) ?? null),
      () => undefined,
    );
  }, []);
  const other =
    copied === undefined
      ? before !== null && { url: before.url ?? '', name: t('Before the work') }
      : {
          url: `/v1/media/${copied.media}/medium.jpg`,
          name: t('Earlier photo, of {number}', { number: copied.number ?? '' }),
        };
  return (
    <div class="pair photos-beside">
      <Side url={review.url} name={t('Photo of the work done')} />
      {other !== false && <Side {...other} />}
    </div>
  );
}

function Side({ url, name }: { readonly url: string; readonly name: string }) {
  const [gone, setGone] = useState(false);
  return (
    <figure>
      {gone ? (
        <p class="dim">{t('This photo is not yours to see.')}</p>
      ) : (
        <img src={url} alt={name} onError={() => setGone(true)} />
      )}
      <figcaption>{name}</figcaption>
    </figure>
  );
}
