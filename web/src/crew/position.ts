/**
 * When a phone tells where its holder is, and when not: plain functions.
 *
 * A position is told only while the crew is under way for a job or at work there, and only of somebody who has said yes
 * on this phone. Nothing is kept to be told later: where somebody was is nobody's business.
 */

/** A place where the phone was. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  /** Milliseconds since 1970 UTC, by the phone's clock. */
  readonly measuredMs: number;
}

/** What a member has decided on this phone; undefined: not asked yet. */
export type Consent = boolean | undefined;

const SOONEST_MS = 15_000;
const LATEST_MS = 60_000;
const FAR_M = 25;
const EARTH_RADIUS_M = 6_371_000;

/** Whether the phone may look where it is. */
export function mayTell(underWay: boolean, member: string | undefined, consent: Consent): boolean {
  return underWay && member !== undefined && consent === true;
}

/**
 * Whether a position is worth telling after the last one that was told: somebody moves, or it is a minute ago.
 *
 * @param last undefined: none was told
 */
export function isWorthTelling(last: Fix | undefined, now: Fix): boolean {
  if (last === undefined) return true;
  const passed = now.measuredMs - last.measuredMs;
  if (passed < SOONEST_MS) return false;
  return passed >= LATEST_MS || metresBetween(last, now) >= FAR_M;
}

/** Metres on the sphere; good to half a percent. */
export function metresBetween(
  one: Pick<Fix, 'lon' | 'lat'>,
  other: Pick<Fix, 'lon' | 'lat'>,
): number {
  const radians = Math.PI / 180;
  const north = (other.lat - one.lat) * radians;
  const east = (other.lon - one.lon) * radians;
  const share =
    Math.sin(north / 2) ** 2 +
    Math.cos(one.lat * radians) * Math.cos(other.lat * radians) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(share)));
}
