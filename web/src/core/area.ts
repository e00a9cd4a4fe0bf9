/**
 * Areas: their borders in world units, coarser for far views, and which one a point lies in.
 *
 * A ring is a flat array x, y, x, y …; its first point is not repeated at its end.
 */
import { type Point, toWorld } from './projection';

export type Ring = Float64Array;

export interface Box {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

export interface Area {
  readonly code: string;
  readonly name: string;
  /** 0 is the finest level, whose areas cover the land; greater ones lie above it. */
  readonly rank: number;
  readonly approximate: boolean;
  /** Centre of the greatest circle inside, in world units, and its radius. */
  readonly label: Point & { readonly radius: number };
  /** Outer rings and holes alike; the even-odd rule tells them apart. */
  readonly rings: readonly Ring[];
  readonly box: Box;
}

export interface Land {
  readonly areas: readonly Area[];
  /** Outline of all areas together. */
  readonly coast: readonly Ring[];
}

/** The file that the application serves; `application/geo+json`, EPSG:4326. */
export interface AreaFile {
  readonly features: readonly AreaFeature[];
}

interface AreaFeature {
  readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
  readonly properties:
    | { readonly role: 'coast' }
    | {
        readonly role: 'area';
        readonly code: string;
        readonly name: string;
        readonly rank: number;
        readonly approximate: boolean;
        /** Longitude and latitude. */
        readonly label: readonly [number, number];
        /** Degrees of longitude. */
        readonly label_radius: number;
      };
}

export function readLand(file: AreaFile): Land {
  const areas: Area[] = [];
  const coast: Ring[] = [];
  for (const { geometry, properties } of file.features) {
    const rings = geometry.coordinates.flat().map(worldRing);
    if (properties.role === 'coast') {
      coast.push(...rings);
      continue;
    }
    const [lon, lat] = properties.label;
    const at = toWorld({ lon, lat });
    const edge = toWorld({ lon: lon + properties.label_radius, lat });
    areas.push({
      code: properties.code,
      name: properties.name,
      rank: properties.rank,
      approximate: properties.approximate,
      label: { ...at, radius: edge.x - at.x },
      rings,
      box: boxOf(rings),
    });
  }
  return { areas, coast };
}

function worldRing(positions: readonly (readonly number[])[]): Ring {
  const ring = new Float64Array(Math.max(0, positions.length - 1) * 2);
  for (let index = 0; index < ring.length / 2; index++) {
    const [lon = 0, lat = 0] = positions[index] ?? [];
    const { x, y } = toWorld({ lon, lat });
    ring[2 * index] = x;
    ring[2 * index + 1] = y;
  }
  return ring;
}

export function boxOf(rings: readonly Ring[]): Box {
  let [west, north, east, south] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      const [x, y] = [ring[at] as number, ring[at + 1] as number];
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
  }
  return { west, north, east, south };
}

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.west <= other.east &&
    other.west <= one.east &&
    one.north <= other.south &&
    other.north <= one.south
  );
}

/**
 * Drops the points that lie nearer to the last kept one than a distance.
 *
 * A ring that shrinks below a triangle becomes empty: it is smaller than the distance.
 *
 * @param distance world units
 */
export function coarserRing(ring: Ring, distance: number): Ring {
  const kept: number[] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const [x, y] = [ring[at] as number, ring[at + 1] as number];
    const [lastX, lastY] = [kept[kept.length - 2], kept[kept.length - 1]];
    if (
      lastX === undefined ||
      lastY === undefined ||
      Math.hypot(x - lastX, y - lastY) >= distance
    ) {
      kept.push(x, y);
    }
  }
  return Float64Array.from(kept.length >= 6 ? kept : []);
}

/** The finest area that a point lies in; the first one in the file where several overlap. */
export function areaAt(areas: readonly Area[], at: Point): Area | undefined {
  return areas.find(
    ({ rank, box, rings }) =>
      rank === 0 &&
      at.x >= box.west &&
      at.x <= box.east &&
      at.y >= box.north &&
      at.y <= box.south &&
      isInside(rings, at),
  );
}

/** Whether a point lies inside by the even-odd rule: a ray eastwards crosses an odd number of edges. */
export function isInside(rings: readonly Ring[], { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    let [lastX, lastY] = [ring[ring.length - 2] ?? 0, ring[ring.length - 1] ?? 0];
    for (let at = 0; at < ring.length; at += 2) {
      const [nextX, nextY] = [ring[at] as number, ring[at + 1] as number];
      if (
        nextY > y !== lastY > y &&
        x < ((lastX - nextX) * (y - nextY)) / (lastY - nextY) + nextX
      ) {
        inside = !inside;
      }
      [lastX, lastY] = [nextX, nextY];
    }
  }
  return inside;
}
