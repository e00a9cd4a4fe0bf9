/** Shapes of a file of somebody's own, as the application serves them: flat arrays of world units. */
import { type Box, boxOf, type Ring } from './area';
import type { Point } from './projection';

export interface ShapeFile {
  /** x and y in turn. */
  readonly points: readonly number[];
  /** Each x and y in turn. */
  readonly lines: readonly (readonly number[])[];
  /** Each its rings, outer ones and holes alike. */
  readonly polygons: readonly (readonly (readonly number[])[])[];
}

export interface Shape {
  readonly kind: 'line' | 'polygon';
  readonly rings: readonly Ring[];
  readonly box: Box;
}

export interface Shapes {
  readonly points: readonly Point[];
  readonly shapes: readonly Shape[];
  readonly corner: Point;
}

export function readShapes(file: ShapeFile): Shapes {
  const points: Point[] = [];
  for (let at = 0; at + 1 < file.points.length; at += 2) {
    points.push({ x: file.points[at] ?? 0, y: file.points[at + 1] ?? 0 });
  }
  const shape = (kind: Shape['kind'], flat: readonly (readonly number[])[]): Shape => {
    const rings = flat.map((each) => Float64Array.from(each));
    return { kind, rings, box: boxOf(rings) };
  };
  const shapes = [
    ...file.polygons.map((rings) => shape('polygon', rings)),
    ...file.lines.map((line) => shape('line', [line])),
  ];
  const box = boxOf(shapes.flatMap(({ rings }) => rings));
  return {
    points,
    shapes,
    corner: shapes.length > 0 ? { x: box.west, y: box.north } : { x: 0, y: 0 },
  };
}
