/** Which corner of the map has room for a box: the one in which it covers the fewest marks. */
import type { Point } from './projection';

export type Corner = 'bottomleft' | 'topleft' | 'bottomright' | 'topright';

interface Size {
  readonly width: number;
  readonly height: number;
}

const CORNERS: readonly Corner[] = ['bottomleft', 'topleft', 'bottomright', 'topright'];

/**
 * Finds the corner; the present one wins where others are no better, so that the box does not wander.
 *
 * @param marks pixels of the map
 * @param margin pixels around the box that should be free too
 */
export function emptiestCorner(
  marks: readonly Point[],
  box: Size,
  map: Size,
  present: Corner,
  margin: number,
): Corner {
  const covered = (corner: Corner) => {
    const [width, height] = [box.width + margin, box.height + margin];
    return marks.filter(
      ({ x, y }) =>
        (corner.endsWith('left') ? x < width : x > map.width - width) &&
        (corner.startsWith('top') ? y < height : y > map.height - height),
    ).length;
  };
  return CORNERS.reduce(
    (best, corner) => (covered(corner) < covered(best) ? corner : best),
    present,
  );
}
