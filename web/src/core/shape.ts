/** The outlines that carry a state where colour can't, in a box from -1 to 1, y downwards. */
import type { StateLook } from '../bridge/message';
import type { Point } from './projection';

export type ShapeName = StateLook['shape'];

/** A filled outline, or lines of a pen; a path is closed only where it is filled. */
export interface Outline {
  readonly drawn: 'filled' | 'stroked';
  readonly paths: readonly (readonly Point[])[];
}

const CIRCLE_STEPS = 24;

/** Corners of a regular polygon, from the top clockwise. */
function regular(corners: number, radius: number): Point[] {
  return arc(corners, radius, -90, -90 + 360 * (1 - 1 / corners));
}

/** Points on a circle, both ends included; degrees, clockwise from the x axis. */
function arc(points: number, radius: number, fromDeg: number, toDeg: number): Point[] {
  return Array.from({ length: points }, (_, index) => {
    const angle = ((fromDeg + ((toDeg - fromDeg) * index) / (points - 1)) * Math.PI) / 180;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

const OUTLINES: Readonly<Record<ShapeName, Outline>> = {
  triangle: {
    drawn: 'filled',
    paths: [
      [
        { x: 0, y: -1 },
        { x: 1, y: 0.82 },
        { x: -1, y: 0.82 },
      ],
    ],
  },
  diamond: { drawn: 'filled', paths: [regular(4, 1.08)] },
  pentagon: { drawn: 'filled', paths: [regular(5, 1.05)] },
  circle: { drawn: 'filled', paths: [regular(CIRCLE_STEPS, 0.9)] },
  hourglass: {
    drawn: 'filled',
    paths: [
      [
        { x: -0.85, y: -1 },
        { x: 0.85, y: -1 },
        { x: 0.18, y: 0 },
        { x: 0.85, y: 1 },
        { x: -0.85, y: 1 },
        { x: -0.18, y: 0 },
      ],
    ],
  },
  check: {
    drawn: 'stroked',
    paths: [
      [
        { x: -0.85, y: 0.08 },
        { x: -0.25, y: 0.68 },
        { x: 0.85, y: -0.62 },
      ],
    ],
  },
  cross: {
    drawn: 'stroked',
    paths: [
      [
        { x: -0.7, y: -0.7 },
        { x: 0.7, y: 0.7 },
      ],
      [
        { x: 0.7, y: -0.7 },
        { x: -0.7, y: 0.7 },
      ],
    ],
  },
  loop: {
    drawn: 'stroked',
    paths: [
      arc(CIRCLE_STEPS, 0.85, 220, 500),
      [
        { x: -0.65, y: -1.1 },
        { x: -0.65, y: -0.5 },
        { x: -0.05, y: -0.5 },
      ],
    ],
  },
};

export function outlineOf(shape: ShapeName): Outline {
  return OUTLINES[shape];
}
