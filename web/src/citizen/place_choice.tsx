/** Where it is: the phone's position, the photo's, a pin on the map, or an address in words. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { Icon } from '../page/icon';
import { t } from '../page/words';
import type { Taken } from './exif';
import type { PinMapProps } from './pin_map';
import { positionOfPhone, positionTrouble } from './position';
import type { Spot } from './report_act';

/** Beyond this, whoever reports should look whether it is the right place. */
const ROUGH_M = 100;

export interface PlaceChoiceProps {
  readonly spot: Spot | null;
  readonly address: string;
  /** Where the photos say that they were taken. */
  readonly taken: Taken | null;
  /** The area's name, where the store knew it; '' where the place lies outside the city; null: not known yet. */
  readonly area: string | null;
  readonly bounds: readonly [number, number, number, number] | null;
  readonly onSpot: (spot: Spot) => void;
  readonly onAddress: (address: string) => void;
}

export function PlaceChoice({
  spot,
  address,
  taken,
  area,
  bounds,
  onSpot,
  onAddress,
}: PlaceChoiceProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [pinning, setPinning] = useState(false);

  const find = async () => {
    setBusy(true);
    setTrouble('');
    try {
      const found = await positionOfPhone();
      onSpot(found);
      announce(t('Place found.'));
    } catch (error) {
      setTrouble(positionTrouble(error));
    }
    setBusy(false);
  };

  return (
    <section class="part" id="place" aria-labelledby="place-title">
      <h2 id="place-title">{t('Where is it?')}</h2>
      <p class={spot === null ? 'dim' : ''} role="status">
        {spot === null ? t('No place yet.') : said(spot, area)}
      </p>
      <div class="pair">
        <button type="button" onClick={find} disabled={busy}>
          <Icon name="map-pin" /> {busy ? t('Looking for the place …') : t('I am here')}
        </button>
        <button type="button" aria-expanded={pinning} onClick={() => setPinning(!pinning)}>
          <Icon name="map-search" /> {t('On the map')}
        </button>
      </div>
      {taken !== null && spot?.source !== 'photo' && (
        <button
          type="button"
          class="wide"
          onClick={() => onSpot({ ...taken, source: 'photo', accuracyM: null })}
        >
          {t('Where the photo was taken')}
        </button>
      )}
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {pinning && (
        <LatePinMap
          spot={spot}
          bounds={bounds}
          onPin={(at) => onSpot({ ...at, source: 'pin', accuracyM: null })}
        />
      )}
      <label for="address">{t('Address or landmark (optional)')}</label>
      <input
        id="address"
        autocomplete="off"
        maxLength={500}
        value={address}
        onInput={(event) => onAddress(event.currentTarget.value)}
      />
    </section>
  );
}

const FROM: Readonly<Record<Spot['source'], () => string>> = {
  phone: () => t('Place of the phone'),
  photo: () => t('Place of the photo'),
  pin: () => t('Place of the pin'),
};

function said({ source, accuracyM }: Spot, area: string | null): string {
  const parts = [FROM[source]()];
  if (accuracyM !== null) parts.push(t('to within {metres} m', { metres: Math.round(accuracyM) }));
  if (area) parts.push(area);
  if (area === '') parts.push(t('outside the city'));
  const rough = accuracyM !== null && accuracyM > ROUGH_M;
  const doubt = rough ? ` ${t('That is rough: look at the map and move the pin.')}` : '';
  return `${parts.join(' · ')}.${doubt}`;
}

/** The map comes only when it is asked for: it is as large as the rest of the page. */
function LatePinMap(props: PinMapProps) {
  const [Found, setFound] = useState<ComponentType<PinMapProps> | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    import('./pin_map').then(
      ({ PinMap }) => setFound(() => PinMap),
      () => setGone(true),
    );
  }, []);
  if (gone) {
    return <p>{t('The map can’t be loaded without network. Write the address instead.')}</p>;
  }
  return Found === null ? <p role="status">{t('The map is coming …')}</p> : <Found {...props} />;
}
