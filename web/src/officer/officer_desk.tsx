/** What a signed-in officer has before them: the ways through the page, and the part that was chosen. */
import { useEffect, useState } from 'preact/hooks';
import { type City, readCity } from '../page/city';
import { Refusal } from '../page/door';
import { Frame } from '../page/frame';
import type { Person } from '../page/session';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { ModerationQueue } from './moderation_queue';
import { ReportSheet } from './report_sheet';
import { ReviewList } from './review_list';
import { MODERATION, REVIEWS, type Route, useRoute, WORK } from './route';
import { type Desk, EVERYTHING, readDesk, type Wanted } from './wire';
import { WorkList } from './work_list';

export interface OfficerDeskProps {
  readonly person: Person;
  readonly onLeave: () => void;
  /** The sign-in ended. */
  readonly onGone: () => void;
}

export function OfficerDesk({ person, onLeave, onGone }: OfficerDeskProps) {
  const route = useRoute();
  const [around, setAround] = useState<{ desk: Desk; city: City } | null>(null);
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  const [trouble, setTrouble] = useState('');
  const load = () => {
    setTrouble('');
    Promise.all([readDesk(), readCity()]).then(
      ([desk, city]) => setAround({ desk, city }),
      (error: unknown) => {
        if (error instanceof Refusal && error.status === 401) onGone();
        else setTrouble(sentenceOf(error));
      },
    );
  };
  useEffect(load, []);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [route.at, route.at === 'report' ? route.id : '']);

  const actions = (
    <button type="button" class="quiet" onClick={onLeave}>
      {t('Sign out')}
    </button>
  );
  return (
    <Frame title={t('Officers')} simulated={around?.city.simulated ?? false} actions={actions}>
      <p class="whose">{whose(person, around?.desk)}</p>
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
      {around === null && trouble === '' && <p class="empty">{t('Loading …')}</p>}
      {around !== null && (
        <Part
          {...around}
          route={route}
          wanted={wanted}
          onWanted={setWanted}
          mayAct={person.role !== 'manager'}
        />
      )}
      {route.at !== 'report' && <Ways route={route} />}
    </Frame>
  );
}

export interface Around {
  readonly desk: Desk;
  readonly city: City;
  /** Whether the person may change anything. */
  readonly mayAct: boolean;
}

interface PartProps extends Around {
  readonly route: Route;
  readonly wanted: Wanted;
  readonly onWanted: (wanted: Wanted) => void;
}

function Part({ route, wanted, onWanted, ...around }: PartProps) {
  if (route.at === 'report') return <ReportSheet key={route.id} id={route.id} around={around} />;
  if (route.at === 'moderation') return <ModerationQueue around={around} />;
  if (route.at === 'reviews') return <ReviewList around={around} />;
  return <WorkList around={around} wanted={wanted} onWanted={onWanted} />;
}

function Ways({ route }: { readonly route: Route }) {
  const ways = [
    { at: 'work', to: WORK, name: t('Work') },
    { at: 'moderation', to: MODERATION, name: t('Moderation') },
    { at: 'reviews', to: REVIEWS, name: t('Evidence') },
  ];
  return (
    <nav class="bottom" aria-label={t('Parts of this page')}>
      {ways.map(({ at, to, name }) => (
        <a key={at} href={to} aria-current={at === route.at ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function whose(person: Person, desk: Desk | undefined): string {
  const part = [desk?.area_name ?? person.area, person.agency].filter(
    (one) => one !== null && one !== '',
  );
  return [person.name, ...(part.length === 0 ? [t('the whole city')] : part)].join(' · ');
}
