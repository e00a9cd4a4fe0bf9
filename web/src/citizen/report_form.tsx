/** One screen to report something: photo, category, place, words; kept in the phone first, sent then. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from '../offline/entry';
import type { Outbox } from '../offline/outbox';
import { KeptNowhere } from '../offline/waiting';
import type { City } from '../page/city';
import { announce } from '../page/frame';
import { t } from '../page/words';
import { CategoryChoice } from './category_choice';
import { NearBy, useNearBy } from './near_by';
import { PhotoChoice } from './photo_choice';
import { PlaceChoice } from './place_choice';
import { mayAskForPosition, positionOfPhone } from './position';
import { type Draft, KEPT_REPORT_MS, type Lack, lacks, submitting } from './report_act';
import { useUnsent } from './unsent';

export interface ReportFormProps {
  readonly city: City | null;
  readonly outbox: Outbox | null;
  /** Reports that this phone has spoken up for. */
  readonly supported: ReadonlySet<string>;
  /** Called with the entry's id once the report is kept. */
  readonly onKept: (entry: string) => void;
}

const SAYING: Readonly<Record<Lack, () => string>> = {
  category: () => t('Choose what it is about.'),
  place: () => t('Say where it is: tap “I am here”, put a pin, or write the address.'),
  words: () => t('Add a photo, or say in a few words what is wrong.'),
};

export function ReportForm({ city, outbox, supported, onKept }: ReportFormProps) {
  const { draft, photos, change: changeBy, setPhotos, clear } = useUnsent();
  const [lacking, setLacking] = useState<readonly Lack[]>([]);
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const near = useNearBy(draft.spot, draft.category);
  const change = (part: Partial<Draft>) => changeBy(() => part);
  const taken = photos.find((photo) => photo.taken !== null)?.taken ?? null;

  useEffect(() => {
    // Whoever allowed it before is not asked again, and need not tap.
    void mayAskForPosition().then(async (may) => {
      if (!may) return;
      const spot = await positionOfPhone().catch(() => null);
      if (spot !== null) changeBy((before) => (before.spot === null ? { spot } : {}));
    });
  }, []);

  useEffect(() => {
    if (taken !== null && draft.spot === null) {
      change({ spot: { ...taken, source: 'photo', accuracyM: null } });
    }
  }, [taken]);

  const send = async (event: Event) => {
    event.preventDefault();
    const lack = lacks(draft, photos.length);
    setLacking(lack);
    setTrouble('');
    if (lack[0] !== undefined) {
      announce(lack.map((one) => SAYING[one]()).join(' '));
      showFirst(form.current, lack[0]);
      return;
    }
    if (outbox === null) return;
    setBusy(true);
    try {
      const pictures: Picture[] = photos.map(({ picture }) => picture);
      const act = submitting(draft);
      const chain = String(act.payload.secret);
      const entry = await outbox.put({ chain, act, photos: pictures, keptMs: KEPT_REPORT_MS });
      clear();
      onKept(entry);
    } catch {
      setTrouble(t('The phone could not keep this report. Try again.'));
      setBusy(false);
    }
  };

  const said = (lack: Lack) =>
    lacking.includes(lack) ? <p class="trouble">{SAYING[lack]()}</p> : null;

  return (
    <form class="report" ref={form} onSubmit={send} noValidate>
      {outbox !== null && <KeptNowhere outbox={outbox} />}
      <PhotoChoice photos={photos} onChange={setPhotos} />
      <CategoryChoice
        categories={city?.categories ?? []}
        chosen={draft.category}
        onChoose={(category) => change({ category })}
      />
      {said('category')}
      {draft.category === 'RSBED' && (
        <p class="card">
          <a href="#/beds">{t('See which hospitals have free beds')}</a>
        </p>
      )}
      <PlaceChoice
        spot={draft.spot}
        address={draft.address}
        taken={taken}
        area={near === null ? null : (near.area ?? '')}
        bounds={city?.bounds ?? null}
        onSpot={(spot) => change({ spot })}
        onAddress={(address) => change({ address })}
      />
      {said('place')}
      <NearBy found={near} supported={supported} outbox={outbox} />
      <section class="part">
        <label for="words">{t('What is wrong? (optional with a photo)')}</label>
        <textarea
          id="words"
          rows={3}
          maxLength={4000}
          value={draft.words}
          onInput={(event) => change({ words: event.currentTarget.value })}
        />
        {said('words')}
        <label class="check">
          <input
            type="checkbox"
            checked={draft.keepPrivate}
            onChange={(event) => change({ keepPrivate: event.currentTarget.checked })}
          />
          <span>{t('Private: only the offices see this report')}</span>
        </label>
        <details>
          <summary>{t('Contact (optional, only for the offices)')}</summary>
          <label for="name">{t('Name')}</label>
          <input
            id="name"
            autocomplete="name"
            maxLength={200}
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
          <label for="phone">{t('Telephone')}</label>
          <input
            id="phone"
            type="tel"
            autocomplete="tel"
            maxLength={200}
            value={draft.phone}
            onInput={(event) => change({ phone: event.currentTarget.value })}
          />
        </details>
      </section>
      <div class="send">
        <p class="trouble" role="alert">
          {trouble}
        </p>
        <button type="submit" class="main wide" disabled={busy || outbox === null}>
          {busy ? t('Keeping it …') : t('Send the report')}
        </button>
      </div>
    </form>
  );
}

/** Leads whoever sends to the first thing that is missing. */
function showFirst(form: HTMLFormElement | null, lack: Lack): void {
  const place = form?.querySelector<HTMLElement>(lack === 'words' ? '#words' : `#${lack}`);
  const control = place?.matches('textarea')
    ? place
    : place?.querySelector<HTMLElement>('input, button');
  control?.focus();
  place?.scrollIntoView({ block: 'start' });
}
