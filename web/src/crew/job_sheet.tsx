/** One job: what, where, what to know, how it was; and below, within thumb's reach, what can be done now. */
import { useState } from 'preact/hooks';
import { Icon } from '../page/icon';
import { clock, due, moment } from '../page/moment';
import { t } from '../page/words';
import { ActBar } from './act_bar';
import { categoryOf } from './category';
import type { PartProps } from './crew_work';
import { directionTo } from './direction';
import { hasEnded, type Job, jobWord } from './job';
import { JobMark } from './job_list';
import { Photos } from './photos';
import { TO_LIST } from './route';
import type { ShownJob } from './shown';
import { StuckNote } from './stuck_note';

export interface JobSheetProps extends PartProps {
  readonly id: string;
}

export function JobSheet({ id, work, nowMs }: JobSheetProps) {
  const [trouble, setTrouble] = useState('');
  const shown = [...(work.shown?.open ?? []), ...(work.shown?.ended ?? [])].find(
    ({ job }) => job.id === id,
  );
  return (
    <article class="job">
      <p>
        <a class="back" href={TO_LIST}>
          <Icon name="arrow-left" />
          {t('All jobs')}
        </a>
      </p>
      {shown === undefined ? (
        <p class="empty">{t('This job is not on your list any more.')}</p>
      ) : (
        <>
          <Head shown={shown} work={work} nowMs={nowMs} />
          {shown.stuck !== undefined && <StuckNote shown={shown} work={work} nowMs={nowMs} />}
          <Ended job={shown.job} />
          <About job={shown.job} nowMs={nowMs} />
          <p class="trouble" role="alert">
            {trouble}
          </p>
          {shown.stuck === undefined && <ActBar shown={shown} work={work} onTrouble={setTrouble} />}
        </>
      )}
    </article>
  );
}

function Head({ shown, work, nowMs }: PartProps & { readonly shown: ShownJob }) {
  const { report } = shown.job;
  const category = categoryOf(work.city, report.category);
  return (
    <header class="job-head">
      <h2>
        <Icon name={category.icon} /> {category.name}
      </h2>
      <p class="job-line">
        <JobMark shown={shown} />
        {report.close_by_ms !== null && !hasEnded(shown.state) && (
          <span class="due">{due(report.close_by_ms, nowMs)}</span>
        )}
      </p>
    </header>
  );
}

function Ended({ job }: { readonly job: Job }) {
  if (job.ended_ms === null) return null;
  const at = clock(job.ended_ms);
  return (
    <p class="banner">
      {job.reason === ''
        ? t('{state} at {time}', { state: jobWord(job.state), time: at })
        : t('{state} at {time}: {reason}', {
            state: jobWord(job.state),
            time: at,
            reason: job.reason,
          })}
    </p>
  );
}

function About({ job, nowMs }: { readonly job: Job; readonly nowMs: number }) {
  const { report, note } = job;
  return (
    <>
      {note !== '' && (
        <section class="instruction" aria-labelledby="job-note">
          <h3 id="job-note">{t('Instructions')}</h3>
          <p class="words">{note}</p>
        </section>
      )}
      <section aria-labelledby="job-place">
        <h3 id="job-place">{t('Place')}</h3>
        <p>
          {[report.address, report.area_name].filter(Boolean).join(' · ') || t('Not described')}
        </p>
        {report.lon !== null && report.lat !== null && (
          <p>
            <a
              class="button"
              href={directionTo(
                { lon: report.lon, lat: report.lat },
                report.number,
                navigator.userAgent,
              )}
            >
              <Icon name="navigation" />
              {t('Show the way')}
            </a>
          </p>
        )}
      </section>
      <section aria-labelledby="job-words">
        <h3 id="job-words">{t('What was reported')}</h3>
        <p class="words">{report.description}</p>
        <p class="dim">
          {report.number} · {moment(report.created_ms, nowMs)}
        </p>
      </section>
      <Photos media={report.media} />
    </>
  );
}
