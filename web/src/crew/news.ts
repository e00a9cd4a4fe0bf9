/** What changed in a crew's list without its phone having done it: plain functions over what the store told. */
import { type CrewPage, hasEnded, type Job } from './job';

export interface News {
  /** `came`: a job was sent; `withdrawn`: it is not to be done any more; `moved`: somebody else moved it on. */
  readonly kind: 'came' | 'withdrawn' | 'moved';
  readonly job: Job;
}

/**
 * Returns what is new.
 *
 * @param before what was told before; undefined: nothing, and then nothing is news
 * @param now what is told now
 * @param own ids of jobs that this phone has acts on, whose moves are its own doing
 */
export function newsBetween(
  before: CrewPage | undefined,
  now: CrewPage,
  own: ReadonlySet<string>,
): News[] {
  if (before === undefined) return [];
  const known = new Map(before.jobs.map((job) => [job.id, job]));
  return now.jobs.flatMap((job): News[] => {
    const was = known.get(job.id);
    if (was !== undefined && hasEnded(was.state)) return [];
    if (job.state === 'sent' && was?.state !== 'sent') return [{ kind: 'came', job }];
    if (was === undefined || was.state === job.state) return [];
    if (job.state === 'withdrawn') return [{ kind: 'withdrawn', job }];
    return own.has(job.id) ? [] : [{ kind: 'moved', job }];
  });
}
