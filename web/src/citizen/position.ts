/** The phone's own position, and what to say where there is none. */
import { t } from '../page/words';
import type { Spot } from './report_act';

const WITHIN_MS = 20_000;
const NOT_OLDER_MS = 30_000;

/** Asks the phone. Throws GeolocationPositionError, or Error where the browser knows no positions. */
export function positionOfPhone(): Promise<Spot> {
  return new Promise((found, failed) => {
    if (navigator.geolocation === undefined) return failed(new Error('no geolocation'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        found({
          lon: coords.longitude,
          lat: coords.latitude,
          source: 'phone',
          accuracyM: coords.accuracy,
        }),
      failed,
      { enableHighAccuracy: true, timeout: WITHIN_MS, maximumAge: NOT_OLDER_MS },
    );
  });
}

/** Whether the phone's place may be asked for without a question to whoever holds it. */
export async function mayAskForPosition(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'geolocation' });
    return state === 'granted';
  } catch {
    return false;
  }
}

export function positionTrouble(error: unknown): string {
  const code = (error as GeolocationPositionError).code;
  if (code === 1) {
    return t(
      'The phone may not tell this page where it is. Put a pin on the map, or write the address.',
    );
  }
  return t('The phone does not know where it is. Put a pin on the map, or write the address.');
}
