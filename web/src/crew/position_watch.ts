/**
 * Tells the store where this phone is, as long as it may (`position.ts` says when).
 *
 * Owns the browser's watch on the place. Nothing is kept: a position that can't be told now is never told.
 */
import { ask } from '../page/door';
import { type Fix, isWorthTelling } from './position';

/** What is true of one's own position, for the one it is of. */
export type Telling =
  | { readonly kind: 'off' }
  | { readonly kind: 'searching' }
  /** Supervisors see it; `atMs` is when it was measured. */
  | { readonly kind: 'told'; readonly atMs: number }
  /** They don't, because of the phone, the network, or because the store knows of no job under way. */
  | { readonly kind: 'untold'; readonly why: 'denied' | 'unavailable' | 'offline' | 'not_kept' };

interface Kept {
  readonly kept: boolean;
}

/** Of a watch on one's own place. */
export interface PositionWatch {
  /** Looks again now, because the store may know more than a moment ago. */
  look(): void;
  stop(): void;
}

/** A place from before the watch began would be one from before the job. */
const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 };

const LOOK_EVERY_MS = 30_000;

/**
 * Begins to tell where the phone is.
 *
 * @param member whose phone it is
 * @param onTelling hears of every change
 */
export function watchPosition(
  member: string,
  onTelling: (telling: Telling) => void,
): PositionWatch {
  const ended = new AbortController();
  const say = (telling: Telling) => {
    if (!ended.signal.aborted) onTelling(telling);
  };
  if (!('geolocation' in navigator)) {
    say({ kind: 'untold', why: 'unavailable' });
    return { look: () => {}, stop: () => {} };
  }
  let last: Fix | undefined;
  let busy = false;
  const tell = async ({ coords, timestamp }: GeolocationPosition) => {
    const fix = fixOf(coords, timestamp);
    if (busy || ended.signal.aborted || !isWorthTelling(last, fix)) return;
    busy = true;
    try {
      const { kept } = await post(member, fix, ended.signal);
      last = kept ? fix : undefined;
      say(kept ? { kind: 'told', atMs: fix.measuredMs } : { kind: 'untold', why: 'not_kept' });
    } catch {
      last = undefined;
      say({ kind: 'untold', why: 'offline' });
    } finally {
      busy = false;
    }
  };
  const fail = ({ code, PERMISSION_DENIED }: GeolocationPositionError) =>
    say({ kind: 'untold', why: code === PERMISSION_DENIED ? 'denied' : 'unavailable' });
  const found = (position: GeolocationPosition) => void tell(position);
  const look = () => navigator.geolocation.getCurrentPosition(found, fail, OPTIONS);
  say({ kind: 'searching' });
  const watch = navigator.geolocation.watchPosition(found, fail, OPTIONS);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    look,
    stop: () => {
      clearInterval(timer);
      navigator.geolocation.clearWatch(watch);
      ended.abort();
    },
  };
}

/** Has the store forget where a member is. Throws Unreachable and Refusal. */
export async function withdrawPosition(member: string): Promise<void> {
  await ask('DELETE', `/v1/presence/${encodeURIComponent(member)}`);
}

/** Without the phone's clock: it was measured just now, and the store's clock says when that is. */
function post(member: string, fix: Fix, signal: AbortSignal): Promise<Kept> {
  const body = {
    member,
    lon: fix.lon,
    lat: fix.lat,
    accuracy_m: fix.accuracyM,
  };
  return ask<Kept>('POST', '/v1/presence', { body, signal });
}

function fixOf(coords: GeolocationCoordinates, timestamp: number): Fix {
  return {
    lon: coords.longitude,
    lat: coords.latitude,
    accuracyM: coords.accuracy,
    measuredMs: Math.round(timestamp),
  };
}
