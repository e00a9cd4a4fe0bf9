/** The areas as paths of a canvas, made once for a zoom and shared by whoever draws areas. */
import { type Area, boxOf, type Land, type Ring } from '../core/area';
import { type Point, pixelsPerUnit } from '../core/projection';
import { tracePath } from './overlay_painter';

export interface AreaPath {
  readonly area: Area;
  readonly path: Path2D;
}

/** Everything at one zoom, in pixels from the land's own corner: floats of 32 bits need small numbers. */
export interface Edition {
  readonly zoom: number;
  /** World units of the corner. */
  readonly corner: Point;
  readonly areas: readonly AreaPath[];
  readonly coast: Path2D;
}

export class AreaPaths {
  private land: Land = { areas: [], coast: [] };
  private corner: Point = { x: 0, y: 0 };
  private edition: Edition | undefined;

  get areas(): readonly Area[] {
    return this.land.areas;
  }

  setLand(land: Land): void {
    const box = boxOf(land.areas.flatMap(({ rings }) => rings));
    this.land = land;
    this.corner = land.areas.length > 0 ? { x: box.west, y: box.north } : { x: 0, y: 0 };
    this.edition = undefined;
  }

  at(zoom: number): Edition {
    if (this.edition?.zoom !== zoom) {
      const scale = pixelsPerUnit(zoom);
      const path = (rings: readonly Ring[]) => tracePath(rings, this.corner, scale, true);
      this.edition = {
        zoom,
        corner: this.corner,
        areas: this.land.areas.map((area) => ({ area, path: path(area.rings) })),
        coast: path(this.land.coast),
      };
    }
    return this.edition;
  }
}
