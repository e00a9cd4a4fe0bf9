/** The jobs in their order: the one under way or next in line first, those that ended below. */

import { Icon } from '../page/icon';
import { due } from '../page/moment';
import { t } from '../page/words';
import { categoryOf } from './category';
import type { PartProps } from './crew_work';
import { jobShape, jobWord } from './job';
import { toJob } from './route';
import type { ShownJob } from './shown';
import type { Work } from './work';

export function JobList({ work, nowMs }: PartProps) {
  const { shown } = work;
  if (shown === undefined) return null;
  return (
    <>
      <section aria-labelledby="open-jobs">
        <h2 id="open-jobs" class="heading">
          {t('To do')}
        </h2>
        {shown.open.length === 0 && (
          <p class="empty">{t('No jobs at the moment. New ones appear here by themselves.')}</p>
        )}
        <ol class="jobs">
          {shown.open.map((each, place) => (
            <Card key={each.job.id} shown={each} place={place + 1} work={work} nowMs={nowMs} />
          ))}
        </ol>
      </section>
      {shown.ended.length > 0 && (
        <section aria-labelledby="ended-jobs">
          <h2 id="ended-jobs" class="heading">
            {t('Ended today')}
          </h2>
          <ul class="jobs">
            {shown.ended.map((each) => (
              <Card key={each.job.id} shown={each} work={work} nowMs={nowMs} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface CardProps {
  readonly shown: ShownJob;
  readonly place?: number;
  readonly work: Work;
  readonly nowMs: number;
}

function Card({ shown, place, work, nowMs }: CardProps) {
  const { job, state } = shown;
  const { report } = job;
  const category = categoryOf(work.city, report.category);
  return (
    <li>
      <a class="card" href={toJob(job.id)}>
        <span class="card-head">
          {place !== undefined && <span class="place">{place}</span>}
          <Icon name={category.icon} />
          <strong>{category.name}</strong>
        </span>
        <span class="card-where">{report.address ?? report.area_name ?? report.number}</span>
        <span class="card-foot">
          <JobMark shown={shown} />
          {place !== undefined && report.close_by_ms !== null && state !== 'done' && (
            <span class="due">{due(report.close_by_ms, nowMs)}</span>
          )}
        </span>
      </a>
    </li>
  );
}

/** A job's state: shape and word, and whether the store knows of it already. */
export function JobMark({ shown: { state, waiting, stuck } }: { readonly shown: ShownJob }) {
  return (
    <span class={`job-state job-${state}`}>
      <span aria-hidden="true">{jobShape(state)}</span> {jobWord(state)}
      {stuck !== undefined && <span class="mark-stuck"> · {t('needs your decision')}</span>}
      {stuck === undefined && waiting.length > 0 && (
        <span class="mark-waiting"> · {t('waiting to be sent')}</span>
      )}
    </span>
  );
}
