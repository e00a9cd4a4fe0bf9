/**
 * World units, pixels and degrees.
 *
 * World units are those of the board: Web Mercator (EPSG:3857) on a square of 2^30, x eastwards from
 * 180° W, y southwards. A pixel of zoom z is one of the 256 · 2^z of the square's side.
 */

const WORLD_BITS = 30;
const TILE_BITS = 8;
export const WORLD_SIZE = 2 ** WORLD_BITS;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Degrees {
  readonly lon: number;
  readonly lat: number;
}

/** Pixels of a zoom in one world unit; the zoom may have a fraction. */
export function pixelsPerUnit(zoom: number): number {
  return 2 ** (zoom + TILE_BITS - WORLD_BITS);
}

/** Degrees (EPSG:4326) to world units. */
export function toWorld({ lon, lat }: Degrees): Point {
  const phi = (lat * Math.PI) / 180;
  return {
    x: ((lon + 180) / 360) * WORLD_SIZE,
    y: (0.5 - Math.asinh(Math.tan(phi)) / (2 * Math.PI)) * WORLD_SIZE,
  };
}

/** World units to degrees (EPSG:4326); the inverse of `toWorld`. */
export function toDegrees({ x, y }: Point): Degrees {
  return {
    lon: (x / WORLD_SIZE) * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD_SIZE))) * 180) / Math.PI,
  };
}
