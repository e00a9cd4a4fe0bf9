/** Arithmetic on colours written as `#RRGGBB`. */

/** Returns the colour between two: `part` 0 is the first, 1 the second. */
export function between(one: string, other: string, part: number): string {
  const mixed = channels(one).map((value, index) => {
    const goal = channels(other)[index] ?? 0;
    return Math.round(value + (goal - value) * part)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

function channels(colour: string): number[] {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new Error(`no colour: ${colour}`);
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
