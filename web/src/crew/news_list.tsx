/** What changed without this phone having done it: said once, until it is put away. */
import { t } from '../page/words';
import { jobWord } from './job';
import type { News } from './news';
import { toJob } from './route';

export function newsSentence({ kind, job }: News): string {
  const { number } = job.report;
  if (kind === 'came') return t('New job: {number}', { number });
  if (kind === 'withdrawn') {
    return t('{number} was withdrawn: {reason}', { number, reason: job.reason });
  }
  return t('{number} is now “{state}”', { number, state: jobWord(job.state) });
}

export interface NewsListProps {
  readonly news: readonly News[];
  readonly onDismiss: () => void;
}

export function NewsList({ news, onDismiss }: NewsListProps) {
  if (news.length === 0) return null;
  return (
    <section class="sheet news" aria-label={t('News')}>
      <ul class="plain">
        {news.map((each) => (
          <li key={`${each.job.id} ${each.job.version}`}>
            <a href={toJob(each.job.id)}>{newsSentence(each)}</a>
          </li>
        ))}
      </ul>
      <button type="button" onClick={onDismiss}>
        {t('Understood')}
      </button>
    </section>
  );
}
