/** One act on a report: what it needs, then one button. What was typed stays until the store has done it. */
import { useEffect, useId, useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';
import { actWord } from './act_bar';
import { AnswerFields, type Answering, filled } from './answer_fields';
import { Answered } from './answered';
import { CrewFields } from './crew_fields';
import { type Deed, sendPhoto, useDeed } from './deed';
import { type Crew, type Desk, readCrews, type Whole } from './wire';

export type ActName =
  | 'done'
  | 'answer'
  | 'crew'
  | 'in_progress'
  | 'coordinating'
  | 'delegated'
  | 'estimated'
  | 'waiting'
  | 'rejected'
  | 'note'
  | 'withdraw'
  | 'show'
  | 'hide';

export interface ActDialogProps {
  readonly act: ActName;
  readonly whole: Whole;
  readonly desk: Desk;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What somebody typed; which of it counts, the act says. */
interface Typed {
  readonly note: string;
  readonly agency: string;
  readonly reference: string;
  /** As the field gives it, in the city's time: `2026-11-30T14:30`. */
  readonly until: string;
  readonly photo: File | null;
  readonly answering: Answering;
  readonly crew: string;
}

const NOTHING: Typed = {
  note: '',
  agency: '',
  reference: '',
  until: '',
  photo: null,
  answering: { template: '', text: '' },
  crew: '',
};

const NEEDS_REASON: ReadonlySet<ActName> = new Set(['rejected', 'waiting', 'withdraw', 'hide']);
const CITY_OFFSET = '+07:00';

export function ActDialog({ act, whole, desk, onClose, onDone }: ActDialogProps) {
  const [typed, setTyped] = useState(NOTHING);
  const [lack, setLack] = useState('');
  const doing = useDeed(onDone);
  const id = useId();
  const put = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));

  const start = (event: Event) => {
    event.preventDefault();
    const missing = lackOf(act, typed);
    setLack(missing);
    if (missing === '') doing.start(() => deedOf(act, typed, whole, desk));
  };
  const isMove = act === 'coordinating' || act === 'delegated';
  return (
    <Dialog title={actWord(act)} onClose={onClose}>
      <form onSubmit={start} noValidate>
        {isMove && <AgencyFields id={id} typed={typed} desk={desk} put={put} />}
        {act === 'estimated' && (
          <>
            <label for={`${id}-until`}>{t('Done by (WIB)')}</label>
            <input
              id={`${id}-until`}
              type="datetime-local"
              required
              value={typed.until}
              onInput={(event) => put({ until: event.currentTarget.value })}
            />
          </>
        )}
        {act === 'done' && (
          <>
            <label for={`${id}-photo`}>{t('Photo of the work done')}</label>
            <input
              id={`${id}-photo`}
              type="file"
              accept="image/*"
              capture="environment"
              onChange={(event) => put({ photo: event.currentTarget.files?.[0] ?? null })}
            />
          </>
        )}
        {act === 'answer' && (
          <AnswerFields
            whole={whole}
            desk={desk}
            answering={typed.answering}
            onAnswering={(answering) => put({ answering })}
          />
        )}
        {act === 'crew' && (
          <Crews whole={whole} chosen={typed.crew} onChosen={(crew) => put({ crew })} />
        )}
        {act !== 'answer' && act !== 'show' && (
          <>
            <label for={`${id}-note`}>{noteLabel(act, typed)}</label>
            <textarea
              id={`${id}-note`}
              rows={3}
              maxLength={1000}
              aria-describedby={`${id}-lack`}
              value={typed.note}
              onInput={(event) => put({ note: event.currentTarget.value })}
            />
          </>
        )}
        {act === 'show' && <p>{t('Everybody will see the text and the place of this report.')}</p>}
        <p class="trouble" role="alert" id={`${id}-lack`}>
          {lack}
        </p>
        <Answered doing={doing} onKeepTheirs={onDone} />
        {doing.conflict === null && (
          <button type="submit" class="main wide" disabled={doing.busy}>
            {actWord(act)}
          </button>
        )}
      </form>
    </Dialog>
  );
}

interface AgencyFieldsProps {
  readonly id: string;
  readonly typed: Typed;
  readonly desk: Desk;
  readonly put: (part: Partial<Typed>) => void;
}

function AgencyFields({ id, typed, desk, put }: AgencyFieldsProps) {
  const outside = desk.agencies.find(({ code }) => code === typed.agency)?.kind === 'outside';
  return (
    <>
      <label for={`${id}-agency`}>{t('To whom')}</label>
      <select
        id={`${id}-agency`}
        required
        value={typed.agency}
        onChange={(event) => put({ agency: event.currentTarget.value })}
      >
        <option value="">{t('Choose …')}</option>
        {desk.agencies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      {desk.agencies.length === 0 && <p class="dim">{t('The city has set up no agencies yet.')}</p>}
      {outside && (
        <>
          <label for={`${id}-reference`}>
            {t('Their ticket number (or say below how they were told)')}
          </label>
          <input
            id={`${id}-reference`}
            maxLength={200}
            value={typed.reference}
            onInput={(event) => put({ reference: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

interface CrewsProps {
  readonly whole: Whole;
  readonly chosen: string;
  readonly onChosen: (crew: string) => void;
}

function Crews({ whole, chosen, onChosen }: CrewsProps) {
  const [crews, setCrews] = useState<readonly Crew[] | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    readCrews(whole.report.id).then(
      (found) => setCrews(found.crews),
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  }, []);
  if (trouble !== '') return <p class="trouble">{trouble}</p>;
  if (crews === null) return <p class="dim">{t('Looking for crews …')}</p>;
  return <CrewFields crews={crews} chosen={chosen} onChosen={onChosen} />;
}

function noteLabel(act: ActName, { photo }: Typed): string {
  if (NEEDS_REASON.has(act)) return t('Reason');
  if (act === 'done' && photo === null) return t('Why there is no photo');
  if (act === 'crew') return t('What the crew has to know');
  return t('Note');
}

/** What is still missing, as a sentence; empty if nothing is. */
function lackOf(act: ActName, typed: Typed): string {
  const blank = typed.note.trim() === '';
  if (NEEDS_REASON.has(act) && blank) return t('Give a reason.');
  if (act === 'note' && blank) return t('Write the note.');
  if (act === 'done' && typed.photo === null && blank) {
    return t('Take a photo of the work done, or say why there is none.');
  }
  if ((act === 'coordinating' || act === 'delegated') && typed.agency === '')
    return t('Choose an agency.');
  if (act === 'estimated' && typed.until === '')
    return t('Give the date by which it shall be done.');
  if (act === 'answer' && typed.answering.text.trim() === '') return t('Write the answer.');
  if (act === 'crew' && typed.crew === '') return t('Choose a crew.');
  return '';
}

/** The act itself; sends the photo first where there is one. */
async function deedOf(act: ActName, typed: Typed, whole: Whole, desk: Desk): Promise<Deed> {
  const { report, job } = whole;
  const note = typed.note.trim();
  const noted = note === '' ? {} : { note };
  const on = { subject: report.id, base: report.version };
  switch (act) {
    case 'note':
      return { ...on, base: null, kind: 'note', payload: { note } };
    case 'answer':
      return { ...on, base: null, kind: 'answer', payload: answerOf(typed.answering, whole, desk) };
    case 'crew':
      return { ...on, kind: 'plan_job', payload: { crew: typed.crew, send: true, ...noted } };
    case 'withdraw':
      return {
        subject: null,
        base: job?.version ?? null,
        kind: 'move_job',
        target: job?.id ?? null,
        payload: { to_state: 'withdrawn', reason: note },
      };
    case 'show':
      return { ...on, kind: 'moderate', payload: { moderation: 'public' } };
    case 'hide':
      return { ...on, kind: 'moderate', payload: { moderation: 'hidden', reason: note } };
    case 'done':
      return { ...on, kind: 'move', payload: { to_state: act, ...(await proofOf(typed, note)) } };
    case 'estimated': {
      const until = Date.parse(`${typed.until}:00${CITY_OFFSET}`);
      return { ...on, kind: 'move', payload: { to_state: act, estimated_ms: until, ...noted } };
    }
    case 'coordinating':
    case 'delegated': {
      const reference = typed.reference.trim();
      const named = reference === '' ? {} : { reference };
      return {
        ...on,
        kind: 'move',
        payload: { to_state: act, agency: typed.agency, ...named, ...noted },
      };
    }
    default:
      return { ...on, kind: 'move', payload: { to_state: act, ...noted } };
  }
}

async function proofOf({ photo }: Typed, note: string): Promise<Record<string, unknown>> {
  if (photo === null) return { no_photo_reason: note };
  const media = [await sendPhoto(photo)];
  return note === '' ? { media } : { media, note };
}

/** Ready words that nobody changed are named; the store fills them in, and knows them as such. */
function answerOf(
  { template, text }: Answering,
  whole: Whole,
  desk: Desk,
): Record<string, unknown> {
  const chosen = desk.templates.find(({ code }) => code === template);
  if (chosen !== undefined && text === filled(chosen, whole)) return { template, language: 'id' };
  return { text: text.trim() };
}
