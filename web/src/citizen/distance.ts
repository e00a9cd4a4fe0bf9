/** How far apart two places are. */

interface Degrees {
  readonly lon: number;
  readonly lat: number;
}

const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres on the sphere (haversine); places in degrees, EPSG:4326. */
export function distanceM(one: Degrees, other: Degrees): number {
  const half =
    Math.sin(((other.lat - one.lat) * RADIANS) / 2) ** 2 +
    Math.cos(one.lat * RADIANS) *
      Math.cos(other.lat * RADIANS) *
      Math.sin(((other.lon - one.lon) * RADIANS) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, half)));
}
