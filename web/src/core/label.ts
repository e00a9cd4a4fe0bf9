/** Names of areas: how a name is broken, and which ones find room. */

export interface Label {
  readonly lines: readonly string[];
  /** Pixels of the text's middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Breaks a name of several words into two lines of about the same length. */
export function brokenName(name: string): string[] {
  const words = name.split(' ');
  const splits = words
    .slice(1)
    .map((_, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')]);
  const longest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));
  return splits.reduce((best, each) => (longest(each) < longest(best) ? each : best), [name]);
}

/** Keeps the labels that overlap neither what is taken nor one kept before; earlier ones win. */
export function withoutOverlap(
  labels: readonly Label[],
  taken: readonly Label[] = [],
  gap = 3,
): Label[] {
  const kept: Label[] = [];
  const isFree = (label: Label, other: Label) =>
    Math.abs(label.x - other.x) >= (label.width + other.width) / 2 + gap ||
    Math.abs(label.y - other.y) >= (label.height + other.height) / 2 + gap;
  for (const label of labels) {
    const free = (other: Label) => isFree(label, other);
    if (taken.every(free) && kept.every(free)) kept.push(label);
  }
  return kept;
}

const NAMED_RANK_BELOW = [
  { zoom: 11, rank: 2 },
  { zoom: 12.5, rank: 1 },
] as const; // nearer than all of these, the finest areas are named

/** Which rank of areas is named at a zoom: coarser ones from afar, as far as there are any. */
export function namedRank(zoom: number, ranks: readonly number[]): number {
  const wanted = NAMED_RANK_BELOW.find((each) => zoom < each.zoom)?.rank ?? 0;
  return Math.min(wanted, Math.max(0, ...ranks));
}
