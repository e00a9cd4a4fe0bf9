/** Distances and areas on the ellipsoid WGS 84, in metres and square metres. */
import type { Degrees } from './projection';

const MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const MINOR_M = MAJOR_M * (1 - FLATTENING);
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
/** Radius of the sphere that has the ellipsoid's surface. */
const AUTHALIC_M = 6_371_007.180_918_5;
const STEPS = 60;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * Length of the shortest way between two places (Vincenty's inverse formula).
 *
 * Between places on opposite sides of the earth, where that does not settle, half the circumference.
 */
export function distanceM(one: Degrees, other: Degrees): number {
  const reduced = (lat: number) => Math.atan((1 - FLATTENING) * Math.tan(radians(lat)));
  const [u1, u2] = [reduced(one.lat), reduced(other.lat)];
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const lon = radians(other.lon - one.lon);
  let lambda = lon;
  for (let step = 0; step < STEPS; step++) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const sinS = Math.hypot(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL);
    if (sinS === 0) return 0;
    const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * sinL) / sinS;
    const cos2A = 1 - sinA ** 2;
    const cosM = cos2A === 0 ? 0 : cosS - (2 * sin1 * sin2) / cos2A;
    const c = (FLATTENING / 16) * cos2A * (4 + FLATTENING * (4 - 3 * cos2A));
    const before = lambda;
    const inner = cosM + c * cosS * (2 * cosM ** 2 - 1);
    lambda = lon + (1 - c) * FLATTENING * sinA * (sigma + c * sinS * inner);
    if (Math.abs(lambda - before) < 1e-12) return lengthOf(sigma, sinS, cosS, cosM, cos2A);
  }
  return Math.PI * MINOR_M;
}

/** The last step of Vincenty's formula: an arc of the auxiliary sphere as metres. */
function lengthOf(sigma: number, sinS: number, cosS: number, cosM: number, cos2A: number): number {
  const u = (cos2A * (MAJOR_M ** 2 - MINOR_M ** 2)) / MINOR_M ** 2;
  const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const third = (b / 6) * cosM * (4 * sinS ** 2 - 3) * (4 * cosM ** 2 - 3);
  const second = cosS * (2 * cosM ** 2 - 1) - third;
  return MINOR_M * a * (sigma - b * sinS * (cosM + (b / 4) * second));
}

/** Length of a line through places. */
export function lengthM(line: readonly Degrees[]): number {
  return line.slice(1).reduce((sum, to, index) => sum + distanceM(line[index] as Degrees, to), 0);
}

/**
 * Area of a polygon, whichever way round its corners go.
 *
 * Latitudes are those of the sphere with the ellipsoid's surface, so the ellipsoid is not neglected; that edges
 * are great circles there makes a difference of less than a millionth for a city.
 */
export function areaM2(corners: readonly Degrees[]): number {
  let excess = 0;
  corners.forEach((corner, index) => {
    const next = corners[(index + 1) % corners.length] as Degrees;
    const lon = radians(next.lon - corner.lon);
    const [t1, t2] = [Math.tan(authalic(corner.lat) / 2), Math.tan(authalic(next.lat) / 2)];
    excess += 2 * Math.atan2(Math.tan(lon / 2) * (t1 + t2), 1 + t1 * t2);
  });
  return Math.abs(excess) * AUTHALIC_M ** 2;
}

/** Latitude in radians on the sphere that has the ellipsoid's surface. */
function authalic(lat: number): number {
  const q = (sin: number) => {
    const es = ECCENTRICITY * sin;
    const log = Math.log((1 - es) / (1 + es)) / (2 * ECCENTRICITY);
    return (1 - ECCENTRICITY ** 2) * (sin / (1 - es ** 2) - log);
  };
  return Math.asin(Math.min(1, Math.max(-1, q(Math.sin(radians(lat))) / q(1))));
}

/** `850 m`, `1,25 km`. */
export function formatLength(metres: number, language: string): string {
  return metres < 1000
    ? `${digits(metres, 0, language)} m`
    : `${digits(metres / 1000, metres < 100_000 ? 2 : 0, language)} km`;
}

/** `850 m²`, `1,25 ha`, `3,40 km²`. */
export function formatArea(squareMetres: number, language: string): string {
  if (squareMetres < 10_000) return `${digits(squareMetres, 0, language)} m²`;
  if (squareMetres < 1_000_000) return `${digits(squareMetres / 10_000, 2, language)} ha`;
  return `${digits(squareMetres / 1_000_000, 2, language)} km²`;
}

function digits(value: number, decimals: number, language: string): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}
