/** Corners of an area being drawn or changed, and which of them is under a point; pixels and degrees kept apart. */
import type { Degrees, Point } from './projection';

/** Pixels around a corner that belong to it. */
export const GRIP_PX = 9;
export const LEAST_CORNERS = 3;

/** A corner, or the middle of an edge, which becomes a corner when it is dragged. */
export interface Grip {
  readonly kind: 'corner' | 'edge';
  /** Of the corner, or of the one before the edge. */
  readonly index: number;
}

/** Finds what of a polygon can be taken hold of at a point; corners before edges. */
export function gripAt(corners: readonly Point[], at: Point): Grip | undefined {
  const isNear = ({ x, y }: Point) => Math.hypot(x - at.x, y - at.y) <= GRIP_PX;
  const corner = corners.findIndex(isNear);
  if (corner >= 0) return { kind: 'corner', index: corner };
  const edge = middles(corners).findIndex(isNear);
  return edge >= 0 ? { kind: 'edge', index: edge } : undefined;
}

/** The middle of each edge, the one that closes the polygon last. */
export function middles(corners: readonly Point[]): Point[] {
  return corners.map((corner, index) => {
    const next = corners[(index + 1) % corners.length] as Point;
    return { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
  });
}

/** The polygon with a grip at another place; an edge gets a corner there. */
export function dragged(
  corners: readonly Degrees[],
  { kind, index }: Grip,
  to: Degrees,
): Degrees[] {
  if (kind === 'corner') return corners.with(index, to);
  return corners.toSpliced(index + 1, 0, to);
}

/** A rectangle between two of its corners. */
export function rectangle(one: Degrees, other: Degrees): Degrees[] {
  return [one, { lon: other.lon, lat: one.lat }, other, { lon: one.lon, lat: other.lat }];
}

/** Longitude and latitude in turn. */
export function flatCorners(corners: readonly Degrees[]): number[] {
  return corners.flatMap(({ lon, lat }) => [lon, lat]);
}

export function cornersOf(flat: readonly number[]): Degrees[] {
  const corners: Degrees[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    corners.push({ lon: flat[at] ?? 0, lat: flat[at + 1] ?? 0 });
  }
  return corners;
}
