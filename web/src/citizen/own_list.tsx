/** One's own reports: what waits in the phone, then what the store has, newest first. */
import type { ActEntry } from '../offline/entry';
import type { Look, Outbox } from '../offline/outbox';
import { Waiting } from '../offline/waiting';
import { moment } from '../page/moment';
import type { Person } from '../page/session';
import { StateMark } from '../page/state';
import { t } from '../page/words';
import { sentUnsigned } from './mine';
import type { OwnReports } from './own_reports';

const NONE: ReadonlySet<string> = new Set();

export interface OwnListProps {
  readonly own: OwnReports;
  readonly look: Look;
  readonly outbox: Outbox | null;
  readonly person: Person | null;
  /** Whether the city opens accounts for whoever asks. */
  readonly mayRegister: boolean;
  readonly nameOf: (entry: ActEntry) => string;
  readonly categoryOf: (code: string) => string;
  readonly onSignOut: () => void;
}

export function OwnList({
  own,
  look,
  outbox,
  person,
  mayRegister,
  nameOf,
  categoryOf,
  onSignOut,
}: OwnListProps) {
  const onlyHere = person === null ? NONE : sentUnsigned(look.entries);
  return (
    <div class="sheet">
      <h2>{t('My reports')}</h2>
      {outbox !== null && <Waiting outbox={outbox} look={look} nameOf={nameOf} />}
      {own.trouble !== '' && (
        <p class="trouble" role="alert">
          {own.trouble}
        </p>
      )}
      {own.reports === null && own.trouble === '' && (
        <p role="status">{t('Asking for your reports …')}</p>
      )}
      {own.reports?.length === 0 && (
        <p class="dim">{t('No report yet. What you send from this phone appears here.')}</p>
      )}
      <ul class="cards">
        {own.reports?.map((report) => (
          <li key={report.report} class="card">
            <a href={`#/report/${report.report}`}>
              <h3>{categoryOf(report.category)}</h3>
            </a>
            <p>
              <StateMark state={report.state} /> · {moment(report.created_ms, own.clockMs)}
            </p>
            <p class="dim">
              {report.number}
              {report.area !== null && ` · ${report.area}`}
              {report.private && ` · ${t('private')}`}
              {onlyHere.has(report.report) && ` · ${t('known to this phone alone')}`}
            </p>
          </li>
        ))}
      </ul>
      {person === null ? (
        <>
          <p>{t('Reports sent without signing in are known to this phone alone.')}</p>
          <a class="button wide" href="#/sign_in">
            {t('Sign in')}
          </a>
          {mayRegister && (
            <a class="button wide" href="#/register">
              {t('Register')}
            </a>
          )}
        </>
      ) : (
        <p>
          {t('Signed in as {name}.', { name: person.name })}{' '}
          {onlyHere.size > 0 &&
            t(
              'What was sent before from this phone is not in the account: other phones do not show it.',
            )}{' '}
          <button type="button" onClick={onSignOut}>
            {t('Sign out')}
          </button>
        </p>
      )}
    </div>
  );
}
