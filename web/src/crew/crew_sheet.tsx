/** The crew itself: who of us is here, our hours, whether we may be sent, and whose phone this is. */
import { useId, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { clock } from '../page/moment';
import { signOut } from '../page/session';
import { sentenceOf } from '../page/sign_in';
import { t, word } from '../page/words';
import { markPresence, setAvailability } from './act';
import type { PartProps } from './crew_work';
import type { Shift } from './job';
import { forgetAll, keepChoice } from './keep';
import { keepDeed } from './outgoing';
import { HOLDER, HOLDER_CHOSEN, useHolder } from './position_strip';
import { ReasonDialog } from './reason_dialog';
import type { ShownMember } from './shown';
import type { Work } from './work';

export interface CrewSheetProps extends PartProps {
  readonly onSignedOut: () => void;
}

export function CrewSheet({ work, onSignedOut }: CrewSheetProps) {
  const [trouble, setTrouble] = useState('');
  const { told, shown } = work;
  if (told === undefined || shown === undefined) return null;
  const { crew, shift } = told.page;
  const present = shown.members.filter((member) => member.present).length;
  const mark = async (member: ShownMember) => {
    const deed = markPresence(crew.code, member.id, !member.present, Date.now());
    setTrouble(await keepDeed(work.outbox, deed));
  };
  return (
    <>
      <section class="sheet" aria-labelledby="present">
        <h2 id="present">
          {t('Here today: {present} of {all}', { present, all: shown.members.length })}
        </h2>
        <p>{shift === null ? t('No fixed hours') : hours(shift)}</p>
        <ul class="members">
          {shown.members.map((member) => (
            <li key={member.id}>
              <button
                type="button"
                class="switch"
                role="switch"
                aria-checked={member.present}
                onClick={() => void mark(member)}
              >
                <span>{member.name}</span>
                <span class="switch-word">
                  {member.present ? t('✓ here') : t('– not here')}
                  {member.pending && ` · ${t('waiting to be sent')}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <p class="trouble" role="alert">
          {trouble}
        </p>
      </section>
      <Holder work={work} />
      <Availability work={work} code={crew.code} />
      <Leave work={work} onSignedOut={onSignedOut} />
    </>
  );
}

/** WIB is UTC+7. */
const CITY_AHEAD_MIN = 420;

/** `Pagi, 07.00–15.00 WIB` */
function hours({ name, begins_min, ends_min }: Shift): string {
  // What is shown of the first day of all is its time alone.
  const at = (minutes: number) => clock((minutes - CITY_AHEAD_MIN) * 60_000);
  return t('{shift}, {begin}–{end} WIB', { shift: name, begin: at(begins_min), end: at(ends_min) });
}

function Holder({ work }: { readonly work: Work }) {
  const holder = useHolder(work);
  const id = useId();
  const choose = async (member: string) => {
    await keepChoice(HOLDER, member);
    window.dispatchEvent(new Event(HOLDER_CHOSEN));
  };
  return (
    <section class="sheet" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('Whose phone is this?')}</h2>
      <label for={`${id}-holder`}>{t('I am')}</label>
      <select
        id={`${id}-holder`}
        value={holder ?? ''}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        <option value="">{t('Not said')}</option>
        {work.shown?.members.map((member) => (
          <option key={member.id} value={member.id}>
            {member.name}
          </option>
        ))}
      </select>
      <p class="dim">
        {t(
          'Your position is shown only while you are under way for a job or at work there, only if you switch it on, and it is forgotten when the job ends.',
        )}
      </p>
    </section>
  );
}

const REASONS: readonly string[] = [
  word('Vehicle broken'),
  word('Tools broken or missing'),
  word('Too few of us'),
  word('Called to the office'),
];

function Availability({ work, code }: { readonly work: Work; readonly code: string }) {
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState('');
  const reason = work.shown?.unavailableReason ?? '';
  const say = async (why: string) => {
    setTrouble(await keepDeed(work.outbox, setAvailability(code, why, Date.now())));
    setAsking(false);
    announce(
      why === ''
        ? t('The crew may be sent.')
        : t('The crew is not to be sent: {reason}', { reason: why }),
    );
  };
  return (
    <section class="sheet" aria-labelledby="ready">
      <h2 id="ready">{t('Ready to be sent?')}</h2>
      <p>
        {reason === ''
          ? t('The crew may be sent.')
          : t('The crew is not to be sent: {reason}', { reason })}
        {work.shown?.availabilityPending && ` · ${t('waiting to be sent')}`}
      </p>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {reason === '' ? (
        <button type="button" class="large" onClick={() => setAsking(true)}>
          {t('We can’t be sent …')}
        </button>
      ) : (
        <button type="button" class="main large" onClick={() => void say('')}>
          {t('We are ready again')}
        </button>
      )}
      {asking && (
        <ReasonDialog
          title={t('Why can’t you be sent?')}
          reasons={REASONS.map((each) => t(each))}
          send={t('Tell the supervisor')}
          onClose={() => setAsking(false)}
          onReason={(why) => void say(why)}
        />
      )}
    </section>
  );
}

/** Signing out; what waits stays on the phone and is sent once the crew is signed in again. */
function Leave({ work, onSignedOut }: { readonly work: Work; readonly onSignedOut: () => void }) {
  const [trouble, setTrouble] = useState('');
  const { waiting = 0 } = work;
  const leave = async () => {
    try {
      await signOut();
      await forgetAll();
      onSignedOut();
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return (
    <section class="sheet" aria-label={t('Sign out')}>
      {waiting > 0 && (
        <p>
          {t('{count} waiting to be sent: they stay on this phone until the crew signs in again.', {
            count: waiting,
          })}
        </p>
      )}
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="button" onClick={() => void leave()}>
        {t('Sign out')}
      </button>
    </section>
  );
}
