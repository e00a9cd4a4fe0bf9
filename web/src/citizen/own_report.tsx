/** What became of one of one's own reports, in plain words; and whether it is really done. */
import type { Entry } from '../offline/entry';
import type { Outbox } from '../offline/outbox';
import { date, moment } from '../page/moment';
import { StateMark } from '../page/state';
import { plural, t } from '../page/words';
import type { OwnReport as Report } from './mine';
import { PushSwitch } from './push_switch';
import { ReportPhotos } from './report_photos';
import { Story } from './story';
import { Verdict } from './verdict';

export interface OwnReportProps {
  readonly report: Report;
  readonly secret: string | undefined;
  readonly clockMs: number;
  readonly category: string;
  readonly outbox: Outbox | null;
  readonly entries: readonly Entry[];
}

export function OwnReport({ report, secret, clockMs, category, outbox, entries }: OwnReportProps) {
  return (
    <article class="sheet">
      <h2>{category}</h2>
      <p class="dim">
        {report.number}
        {report.area !== null && ` · ${report.area}`}
      </p>
      {report.simulated && <p class="banner">{t('Simulated: this did not happen.')}</p>}
      <p class="now">
        <StateMark state={report.state} /> {plainly(report, clockMs)}
      </p>
      <ReportPhotos report={report.report} secret={secret} photos={report.photos} />
      <Verdict report={report} secret={secret} outbox={outbox} entries={entries} />
      {report.description !== '' && <p>{report.description}</p>}
      <p class="dim">{whoSees(report)}</p>
      {report.supporters > 0 && (
        <p>{plural(report.supporters, 'One other has it too', '{count} others have it too')}</p>
      )}
      <h3>{t('What happened')}</h3>
      <Story story={report.story} clockMs={clockMs} />
      <PushSwitch report={report.report} secret={secret} />
      <a class="button wide" href="#/mine">
        {t('My reports')}
      </a>
    </article>
  );
}

function whoSees(report: Report): string {
  if (report.private) return t('Private: only you and the offices see it.');
  return report.public
    ? t('Everybody can see this report, without your name.')
    : t('Not public: only you and the offices see it.');
}

/** Says where it stands as one would say it at a counter. */
function plainly(report: Report, clockMs: number): string {
  const office = report.agency ?? report.area ?? t('the office');
  const takenOn = report.story.some(({ kind }) => kind === 'taken_on');
  switch (report.state) {
    case 'waiting':
      return takenOn
        ? t('{office} has read it and will see to it.', { office })
        : t('It has arrived. {office} will look at it.', { office });
    case 'coordinating':
      return t('{office} has it now.', { office });
    case 'delegated':
      return t('{office} has been told to do it.', { office });
    case 'in_progress':
      return t('It is being worked on.');
    case 'estimated':
      return report.expected_ms === null
        ? t('It takes longer.')
        : t('It takes longer: it shall be done by {date}.', { date: date(report.expected_ms) });
    case 'done':
      return report.closed_ms === null
        ? t('It is done.')
        : t('It was done on {moment}.', { moment: moment(report.closed_ms, clockMs) });
    case 'rejected':
      return t('It was rejected: {reason}', { reason: reasonOf(report) });
    case 'reopened':
      return t('It is open again. {office} will look at it.', { office });
  }
}

function reasonOf(report: Report): string {
  const last = report.story.filter(({ state, text }) => state === 'rejected' && text !== '').at(-1);
  return last?.text ?? t('no reason was given.');
}
