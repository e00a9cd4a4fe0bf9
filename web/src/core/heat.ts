/** Heat: a grid of bytes becomes pixels of a ramp, see-through where nothing is. */

type Color = readonly [number, number, number];

/** Bytes below this fade out, so that the grid's edge and lone reports don't end in a line. */
const FADE_BELOW = 112;

/** Red, green, blue and opacity of each cell, row after row. */
export function heatPixels(values: Uint8Array, colors: readonly string[]): Uint8ClampedArray {
  const table = Array.from({ length: 256 }, (_, value) => rampColor(colors, value / 255));
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, index) => {
    const [red, green, blue] = table[value] ?? [0, 0, 0];
    pixels.set([red, green, blue, Math.min(255, (value / FADE_BELOW) * 255)], 4 * index);
  });
  return pixels;
}

/** The colour at a share from 0 to 1, between those of the ramp where need be. */
export function rampColor(colors: readonly string[], share: number): Color {
  const place = Math.min(Math.max(share, 0), 1) * (colors.length - 1);
  const low = Math.min(Math.floor(place), Math.max(0, colors.length - 2));
  const [one, other] = [parts(colors[low]), parts(colors[low + 1] ?? colors[low])];
  const mix = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * (place - low));
  return [mix(0), mix(1), mix(2)];
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}

function parts(color = '#000000'): Color {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}
