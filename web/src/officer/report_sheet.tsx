/** One report in full, and what can be done with it within reach of the thumb. */
import { useEffect, useState } from 'preact/hooks';
import { categoryName } from '../page/city';
import { Icon } from '../page/icon';
import { moment } from '../page/moment';
import { sentenceOf } from '../page/sign_in';
import { StateMark } from '../page/state';
import { plural, t } from '../page/words';
import { ActBar } from './act_bar';
import { jobWord } from './crew_word';
import { useLive } from './live';
import type { Around } from './officer_desk';
import { PhotoList } from './photo_list';
import { PlaceMap } from './place_map';
import { WORK } from './route';
import { HolderTable, Story } from './story';
import { readReport, type Whole } from './wire';
import { DueMark } from './work_line';

export interface ReportSheetProps {
  readonly id: string;
  readonly around: Around;
}

export function ReportSheet({ id, around }: ReportSheetProps) {
  const [whole, setWhole] = useState<Whole | null>(null);
  const [trouble, setTrouble] = useState('');
  const load = () => {
    readReport(id).then(
      (found) => {
        setTrouble('');
        setWhole(found);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  };
  useEffect(load, [id]);
  useLive(whole?.position ?? null, load);

  const back = (
    <p class="back">
      <a href={WORK}>← {t('Back to the list')}</a>
    </p>
  );
  if (whole === null) {
    return (
      <>
        {back}
        {trouble === '' ? (
          <p class="empty">{t('Loading …')}</p>
        ) : (
          <div class="sheet">
            <p class="trouble" role="alert">
              {trouble}
            </p>
            <button type="button" onClick={load}>
              {t('Try again')}
            </button>
          </div>
        )}
      </>
    );
  }
  const { report, clock_ms: clock, job, incident } = whole;
  const category = around.city.categories.find(({ code }) => code === report.category);
  return (
    <>
      {back}
      <article class="report" aria-labelledby="report-title">
        <h2 id="report-title">
          <Icon name={category?.icon ?? 'map-pin'} />{' '}
          {category === undefined ? report.category : categoryName(category)}
          <span class="number"> {report.number}</span>
        </h2>
        <p class="line-head">
          <StateMark state={report.state} />
          <DueMark report={report} clock={clock} />
        </p>
        {trouble !== '' && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        {report.simulated && <p class="dim">{t('Simulated: this did not happen.')}</p>}
        <p class="words">{report.description}</p>
        <dl class="facts">
          <dt>{t('Place')}</dt>
          <dd>
            {[report.address, report.area_name ?? report.area]
              .filter((part) => part !== null)
              .join(', ') || t('not known')}
            <PlaceMap report={report} />
          </dd>
          <dt>{t('Reported')}</dt>
          <dd>{moment(report.created_ms, clock)}</dd>
          <dt>{t('Taken on')}</dt>
          <dd>
            {report.acknowledged_ms === null
              ? t('by nobody yet')
              : t('{name}, {moment}', {
                  name: report.acknowledged_by ?? '–',
                  moment: moment(report.acknowledged_ms, clock),
                })}
          </dd>
          {report.expected_ms !== null && (
            <>
              <dt>{t('Promised by')}</dt>
              <dd>{moment(report.expected_ms, clock)}</dd>
            </>
          )}
          {report.supporters > 0 && (
            <>
              <dt>{t('Supporters')}</dt>
              <dd>{report.supporters}</dd>
            </>
          )}
          {job !== null && (
            <>
              <dt>{t('Crew')}</dt>
              <dd>
                {job.crew_name} · {jobWord(job.state)}
              </dd>
            </>
          )}
          {incident !== null && (
            <>
              <dt>{t('Incident')}</dt>
              <dd>
                {incident.name} ({plural(incident.reports, '{count} report', '{count} reports')})
              </dd>
            </>
          )}
          <dt>{t('Public')}</dt>
          <dd>{publicWord(report.moderation)}</dd>
        </dl>
        <PhotoList whole={whole} mayAct={around.mayAct} onChanged={load} />
        <HolderTable holders={whole.holders} />
        <Story entries={whole.timeline} clock={clock} />
      </article>
      {around.mayAct && <ActBar whole={whole} desk={around.desk} onChanged={load} />}
    </>
  );
}

export function publicWord(moderation: Whole['report']['moderation']): string {
  if (moderation === 'public') return t('shown to everybody');
  return moderation === 'hidden' ? t('hidden') : t('waits for moderation');
}
