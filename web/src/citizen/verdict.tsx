/** "Benar sudah selesai?": stars for what was done, or opening it again with a reason. */
import { useState } from 'preact/hooks';
import type { ActEntry, Entry } from '../offline/entry';
import type { Outbox } from '../offline/outbox';
import { announce } from '../page/frame';
import { ours, plural, t } from '../page/words';
import type { OwnReport } from './mine';
import { KEPT_ACT_MS, rating, reopening } from './report_act';

const MOST_STARS = 5;

export interface VerdictProps {
  readonly report: OwnReport;
  readonly secret: string | undefined;
  readonly outbox: Outbox | null;
  readonly entries: readonly Entry[];
}

export function Verdict({ report, secret, outbox, entries }: VerdictProps) {
  const [note, setNote] = useState('');
  const [lacking, setLacking] = useState(false);
  const [unsure, setUnsure] = useState(false);
  if (report.state !== 'done' && report.state !== 'rejected') return null;

  const since = report.closed_ms ?? 0;
  const own = entries.filter(
    (entry): entry is ActEntry =>
      entry.what === 'act' && entry.act.subject === report.report && entry.act.acted_ms >= since,
  );
  const rated = own.find(({ act, standing }) => act.kind === 'rate' && standing !== 'refused');
  const opened = own.find(({ act, standing }) => act.kind === 'reopen' && standing !== 'refused');
  const refused = own.filter(({ standing }) => standing === 'refused');
  const proof = secret === undefined ? {} : { secret };

  const rate = async (stars: number) => {
    await put(rating(report.report, stars, proof));
    announce(plural(stars, 'Thank you: one star.', 'Thank you: {count} stars.'));
  };
  const reopen = async (event: Event) => {
    event.preventDefault();
    setLacking(note.trim() === '');
    if (note.trim() === '') return;
    await put(reopening(report.report, report.version, note, proof));
    announce(t('Noted: it is not done.'));
  };
  const put = async (act: ReturnType<typeof rating>) => {
    await outbox?.put({ chain: report.report, act, keptMs: KEPT_ACT_MS });
  };

  return (
    <section class="verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">
        {report.state === 'done' ? t('Is it really done?') : t('Is that right?')}
      </h3>
      {refused.map((act) => (
        <p class="trouble" key={act.id} role="alert">
          {ours({ id: act.reason?.sentence.id ?? '', en: act.reason?.sentence.en ?? '' })}{' '}
          <button type="button" onClick={() => void outbox?.discard(act.id)}>
            {t('Discard')}
          </button>
        </p>
      ))}
      {opened !== undefined ? (
        <p role="status">↺ {sent(opened, t('You said that it is not done.'))}</p>
      ) : (
        <>
          {rated !== undefined ? (
            <p role="status">
              {sent(
                rated,
                plural(
                  Number(rated.act.payload.stars),
                  'You gave one star.',
                  'You gave {count} stars.',
                ),
              )}
            </p>
          ) : (
            <fieldset class="stars">
              <legend>{t('Yes: how well was it done?')}</legend>
              {Array.from({ length: MOST_STARS }, (_, index) => index + 1).map((stars) => (
                <button type="button" key={stars} onClick={() => void rate(stars)}>
                  <span aria-hidden="true">{stars} ★</span>
                  <span class="unseen">
                    {plural(stars, 'One star of five', '{count} stars of five')}
                  </span>
                </button>
              ))}
            </fieldset>
          )}
          {!unsure ? (
            <button type="button" class="wide" onClick={() => setUnsure(true)}>
              ↺ {t('No, it is not done')}
            </button>
          ) : (
            <form onSubmit={reopen} noValidate>
              <label for="why">{t('What is still wrong?')}</label>
              <textarea
                id="why"
                rows={3}
                maxLength={1000}
                value={note}
                aria-invalid={lacking}
                onInput={(event) => setNote(event.currentTarget.value)}
              />
              <p class="trouble" role="alert">
                {lacking ? t('Say in a few words what is still wrong.') : ''}
              </p>
              <button type="submit" class="main wide">
                {t('Open it again')}
              </button>
            </form>
          )}
        </>
      )}
    </section>
  );
}

function sent(entry: ActEntry, words: string): string {
  return entry.standing === 'done' ? words : `${words} ${t('Sent when there is network.')}`;
}
