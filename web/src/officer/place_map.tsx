/** Where a report is: its coordinates for the phone's own map, and a small map when it is asked for. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../page/words';
import type { Whole } from './wire';

export function PlaceMap({ report }: { readonly report: Whole['report'] }) {
  const [open, setOpen] = useState(false);
  const { lon, lat } = report;
  if (lon === null || lat === null) return null;
  const at = `${lat.toFixed(5)},${lon.toFixed(5)}`;
  return (
    <div class="place">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('Close the map') : t('Show on a map')}
      </button>{' '}
      <a class="button" href={`geo:${at}?q=${at}`}>
        {t('Open in the phone’s map')}
      </a>
      {open && <SmallMap lon={lon} lat={lat} area={report.area} />}
    </div>
  );
}

interface SmallMapProps {
  readonly lon: number;
  readonly lat: number;
  readonly area: string | null;
}

function SmallMap({ lon, lat, area }: SmallMapProps) {
  const place = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    let map: { remove: () => void } | null = null;
    let here = true;
    import('./small_map').then(
      async ({ drawPlace }) => {
        if (place.current !== null && here)
          map = await drawPlace(place.current, { lon, lat }, area);
        if (!here) map?.remove();
      },
      () => setTrouble(true),
    );
    return () => {
      here = false;
      map?.remove();
    };
  }, []);
  if (trouble) return <p class="trouble">{t('The map could not be loaded.')}</p>;
  return (
    <div
      class="map"
      ref={place}
      role="img"
      aria-label={t('Map with the report’s place in its area')}
    />
  );
}
