/** Whether supervisors see where this phone is: said plainly as long as a job is under way, with the switch beside. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../page/moment';
import { t } from '../page/words';
import { choice, keepChoice } from './keep';
import { type Consent, mayTell } from './position';
import {
  type PositionWatch,
  type Telling,
  watchPosition,
  withdrawPosition,
} from './position_watch';
import { TO_CREW } from './route';
import type { Work } from './work';

const CONSENT = 'position';
const WITHDRAWN = 'position-withdrawn';
export const HOLDER = 'holder';

/** Said to the window when the phone's holder was chosen. */
export const HOLDER_CHOSEN = 'commandcenter-holder';

/** The member who carries this phone; undefined: not chosen, or not of this crew any more. */
export function useHolder(work: Work): string | undefined {
  const [holder, setHolder] = useState<string>();
  useEffect(() => {
    const look = () => void choice<string>(HOLDER).then(setHolder);
    look();
    window.addEventListener(HOLDER_CHOSEN, look);
    return () => window.removeEventListener(HOLDER_CHOSEN, look);
  }, []);
  return work.shown?.members.some(({ id }) => id === holder) ? holder : undefined;
}

export function PositionStrip({ work }: { readonly work: Work }) {
  const holder = useHolder(work);
  const [consent, setConsent] = useState<Consent>();
  const underWay = work.shown?.underWay !== undefined;
  useEffect(() => void choice<boolean>(CONSENT).then(setConsent), []);
  // What was kept may say that a job is under way which has ended since.
  const told = mayTell(underWay && work.isSure, holder, consent) ? holder : undefined;
  const telling = useTelling(told, work);
  useWithdrawal();

  const decide = (wanted: boolean) => {
    setConsent(wanted);
    void keepChoice(CONSENT, wanted);
    if (!wanted && holder !== undefined) void keepChoice(WITHDRAWN, holder).then(withdraw);
  };

  if (!underWay) return null;
  if (holder === undefined) {
    return (
      <div class="strip">
        <p>{t('Nobody sees your position.')}</p>
        <a href={TO_CREW}>{t('Say who you are')}</a>
      </div>
    );
  }
  if (consent !== true) {
    return (
      <div class="strip">
        <p>{t('Nobody sees your position.')}</p>
        <button type="button" onClick={() => decide(true)}>
          {t('Show it to supervisors during this job')}
        </button>
      </div>
    );
  }
  return (
    <div class={telling.kind === 'told' ? 'strip strip-told' : 'strip'}>
      <p role="status">{sentence(telling)}</p>
      <button type="button" onClick={() => decide(false)}>
        {t('Switch off')}
      </button>
    </div>
  );
}

function sentence(telling: Telling): string {
  switch (telling.kind) {
    case 'told':
      return t('Your position is visible to supervisors (as of {time}).', {
        time: clock(telling.atMs),
      });
    case 'searching':
    case 'off':
      return t('Your position is being looked for; nobody sees it yet.');
    case 'untold':
      return UNTOLD[telling.why]();
  }
}

const UNTOLD = {
  denied: () =>
    t('The phone does not give your position. Allow it for this page in the browser’s settings.'),
  unavailable: () => t('The phone does not know where it is. Nobody sees your position.'),
  offline: () => t('No network: nobody sees where you are now.'),
  not_kept: () =>
    t('Nobody sees your position yet: the store has not heard that you are under way.'),
} as const;

/** Tells where the phone is as long as a member is named; looks anew when more is known to the store. */
function useTelling(member: string | undefined, work: Work): Telling {
  const [telling, setTelling] = useState<Telling>({ kind: 'off' });
  const watch = useRef<PositionWatch | undefined>(undefined);
  useEffect(() => {
    if (member === undefined) return setTelling({ kind: 'off' });
    watch.current = watchPosition(member, setTelling);
    return () => {
      watch.current?.stop();
      watch.current = undefined;
    };
  }, [member]);
  const known = work.told?.page.jobs.find(
    ({ state }) => state === 'en_route' || state === 'on_site',
  );
  const isKnown = known !== undefined;
  useEffect(() => {
    if (isKnown) watch.current?.look();
  }, [isKnown]);
  return telling;
}

/** Has the store forget what it was told before somebody switched it off, as soon as there is a network. */
async function withdraw(): Promise<void> {
  const member = await choice<string>(WITHDRAWN);
  if (member === undefined || member === '') return;
  try {
    await withdrawPosition(member);
    await keepChoice(WITHDRAWN, '');
  } catch {
    // Tried again when the network is back, or the page is opened.
  }
}

function useWithdrawal(): void {
  const again = useCallback(() => void withdraw(), []);
  useEffect(() => {
    again();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [again]);
}
