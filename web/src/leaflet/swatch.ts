/** A state's shape and colour as a small picture beside its word. */
import type { MapTheme } from '../bridge/message';
import { paintShape } from './mark_painter';

const SIDE_PX = 14;

/** @param scale how much larger than on a desk */
export function stateSwatch(theme: MapTheme, state: number, scale = 1): HTMLCanvasElement {
  return swatch(scale, (context) => {
    context.fillStyle = theme.states[state]?.color ?? theme.text;
    context.strokeStyle = context.fillStyle;
    paintShape(context, { x: SIDE_PX / 2, y: SIDE_PX / 2 }, 5, state, theme);
  });
}

/** Two arcs around nothing: what a bubble's ring looks like. */
export function ringSwatch(theme: MapTheme, scale = 1): HTMLCanvasElement {
  return swatch(scale, (context) => {
    context.lineWidth = 2.6;
    for (const [state, from, to] of [
      [0, -0.5, 0.55],
      [5, 0.65, 1.4],
    ] as const) {
      arc(context, from, to, theme.states[state]?.color ?? theme.text);
    }
  });
}

export function overdueSwatch(theme: MapTheme, scale = 1): HTMLCanvasElement {
  return swatch(scale, (context) => {
    context.lineWidth = 2.4;
    arc(context, 0, 2, theme.text);
  });
}

export function pendingSwatch(theme: MapTheme, scale = 1): HTMLCanvasElement {
  return swatch(scale, (context) => {
    context.lineWidth = 1.5;
    context.setLineDash([3, 2.2]);
    arc(context, 0, 2, theme.text);
  });
}

/** Draws part of a circle in the middle; ends in half turns. */
function arc(context: CanvasRenderingContext2D, from: number, to: number, color: string): void {
  context.beginPath();
  context.arc(SIDE_PX / 2, SIDE_PX / 2, 5.2, from * Math.PI, to * Math.PI);
  context.strokeStyle = color;
  context.stroke();
}

function swatch(
  scale: number,
  paint: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const ratio = window.devicePixelRatio * scale;
  canvas.width = canvas.height = SIDE_PX * ratio;
  canvas.style.width = canvas.style.height = `${SIDE_PX * scale}px`;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.scale(ratio, ratio);
  paint(context);
  return canvas;
}
