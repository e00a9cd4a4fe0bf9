/** Every kind of thing that can be set up, in the order in which it is offered. */
import { word } from '../page/words';
import { CITY_SHAPES } from './city_shapes';
import { FIELD_SHAPES } from './field_shapes';
import { PEOPLE_SHAPES } from './people_shapes';
import { ROUTE_SHAPE } from './route_shape';
import { SETTING_SHAPE } from './setting_shape';
import type { Shape } from './shape';

export interface Group {
  readonly title: string;
  readonly shapes: readonly Shape[];
}

export const GROUPS: readonly Group[] = [
  { title: word('People'), shapes: PEOPLE_SHAPES },
  { title: word('City'), shapes: [SETTING_SHAPE, ...CITY_SHAPES, ROUTE_SHAPE] },
  { title: word('In the field'), shapes: FIELD_SHAPES },
];

const SHAPES: readonly Shape[] = GROUPS.flatMap(({ shapes }) => shapes);

export function shapeOf(what: string): Shape | undefined {
  return SHAPES.find((shape) => shape.what === what);
}

/** The kind of thing that an act sets up. */
export function shapeOfAct(kind: string): Shape | undefined {
  return SHAPES.find((shape) => shape.kinds.includes(kind));
}
