/** One report over the map: how it stands, what happened, its photos, and the ways to pass it on. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { announce } from '../page/frame';
import { moment } from '../page/moment';
import { StateMark, stateWord } from '../page/state';
import { count, language, t, word } from '../page/words';
import type { Photo, Step, WholeReport } from './answer';
import type { Asking } from './asking';
import { placeOf } from './list';
import type { Names } from './place_name';

interface SheetProps {
  readonly number: string;
  readonly asking: Asking<WholeReport>;
  readonly names: Names;
  readonly nowMs: number;
  readonly onClose: () => void;
}

export function Sheet({ number, asking, names, nowMs, onClose }: SheetProps) {
  const report = asking.answer?.number === number ? asking.answer : undefined;
  const title = report === undefined ? number : names.category(report.category);
  return (
    <Dialog title={title} onClose={onClose}>
      {report === undefined ? (
        <p role="status">{asking.loading ? t('Loading…') : asking.trouble}</p>
      ) : (
        <Content report={report} names={names} nowMs={nowMs} />
      )}
    </Dialog>
  );
}

interface ContentProps {
  readonly report: WholeReport;
  readonly names: Names;
  readonly nowMs: number;
}

function Content({ report, names, nowMs }: ContentProps) {
  return (
    <>
      <p>
        <StateMark state={report.state} /> <span class="dim">{report.number}</span>
      </p>
      {report.simulated && <p class="note">{t('Simulated data: none of this happened.')}</p>}
      <dl class="facts">
        <Fact name={t('Place')} value={placeOf(report, names)} />
        <Fact name={t('Reported')} value={moment(report.created_ms, nowMs)} />
        {report.closed_ms === null ? (
          <Fact name={t('Due')} value={moment(report.close_by_ms, nowMs)} />
        ) : (
          <Fact name={t('Closed')} value={moment(report.closed_ms, nowMs)} />
        )}
        {report.expected_ms !== null && (
          <Fact name={t('Promised for')} value={moment(report.expected_ms, nowMs)} />
        )}
        {report.agency !== null && <Fact name={t('Answers for it')} value={report.agency} />}
        {report.supporters > 0 && (
          <Fact name={t('Supported by')} value={count(report.supporters)} />
        )}
      </dl>
      {report.description !== '' && <p class="words">{report.description}</p>}
      {report.photos.length > 0 && (
        <div class="photos">
          {report.photos.map((photo) => (
            <Picture key={photo.medium} photo={photo} nowMs={nowMs} />
          ))}
        </div>
      )}
      <h3>{t('What happened')}</h3>
      <ol class="steps">
        {report.steps.map((step) => (
          <li key={`${step.acted_ms}${step.kind}`}>
            {stepWord(step)} · <span class="dim">{moment(step.acted_ms, nowMs)}</span>
            {step.answer !== '' && <blockquote class="words">{step.answer}</blockquote>}
          </li>
        ))}
      </ol>
      <Sharing
        report={report}
        title={`${names.category(report.category)}, ${placeOf(report, names)}`}
      />
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

const STAGE: Readonly<Record<string, string>> = {
  before: word('Before'),
  progress: word('During the work'),
  after: word('After'),
};

function Picture({ photo, nowMs }: { readonly photo: Photo; readonly nowMs: number }) {
  const words = `${t(STAGE[photo.stage] ?? 'During the work')} · ${moment(photo.recorded_ms, nowMs)}`;
  return (
    <figure>
      <a href={photo.large}>
        <img src={photo.medium} alt={t('Photo: {what}', { what: words })} loading="lazy" />
      </a>
      <figcaption>{words}</figcaption>
    </figure>
  );
}

function stepWord({ kind, state }: Step): string {
  if (kind === 'submitted') return t('Reported');
  if (kind === 'taken_on') return t('Read and taken on by the office');
  if (kind === 'answered') return t('The office answered');
  return stateWord(state);
}

interface SharingProps {
  readonly report: WholeReport;
  readonly title: string;
}

function Sharing({ report, title }: SharingProps) {
  const [done, setDone] = useState('');
  const address = `/laporan/${report.number}${language() === 'en' ? '?lang=en' : ''}`;
  const share = async () => {
    const url = new URL(address, window.location.href).href;
    try {
      if (navigator.share !== undefined) {
        await navigator.share({ title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      setDone(t('The address was copied.'));
      announce(t('The address was copied.'));
    } catch {
      // Closed without sharing, or a browser that lets nobody copy: the link beside leads there.
    }
  };
  return (
    <p class="sharing">
      <button type="button" class="main" onClick={share}>
        {t('Share')}
      </button>
      <a class="button" href={address}>
        {t('Page of this report')}
      </a>
      <span class="dim">{done}</span>
    </p>
  );
}
