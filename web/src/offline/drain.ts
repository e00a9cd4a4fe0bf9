/**
 * Sends what waits, one entry after the other, until nothing is left or nothing can be sent.
 *
 * Owns the order of effects: ask the store, then write down what it said. Whoever is killed in between asks the same
 * again. Used by the page and by its service worker alike.
 */
import type { Picture } from './entry';
import { forgettable, type Intent, next, type Outcome, settle, spoken, UNCHANGED } from './queue';
import type { Shelf } from './shelf';

/** What carries entries to the store. */
export interface Wire {
  photo(key: string, picture: Picture): Promise<Outcome | Silence>;
  act(intent: Intent): Promise<Outcome | Silence>;
}

/** Nothing was heard: no network, or somebody else has to sign in first. */
export interface Silence {
  readonly kind: 'unreachable' | 'sign_in';
}

/** Why it stopped. */
export type Stop =
  | { readonly kind: 'rest' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | Silence;

/** What is made anew each time it is asked, and may be fixed in tests. */
export interface Making {
  nowMs(): number;
  newName(): string;
}

/** The reason of a photo whose bytes the phone has lost. */
export const PICTURE_LOST = {
  code: 'picture_lost',
  sentence: {
    id: 'Foto ini tidak ada lagi di ponsel. Buang fotonya, lalu laporan dikirim tanpa foto itu.',
    en: 'This photo is no longer on the phone. Discard it, and the report is sent without it.',
  },
};

/**
 * Sends entries of one owner.
 *
 * @param shelf where they lie
 * @param wire carries them
 * @param owner whose entries are sent
 * @param making clock and names
 * @param onSettled called after each result that was written down
 */
export async function drain(
  shelf: Shelf,
  wire: Wire,
  owner: string,
  making: Making,
  onSettled: () => void = () => {},
): Promise<Stop> {
  for (;;) {
    const entries = await shelf.all();
    const step = next(entries, owner, making.nowMs());
    if (step.kind !== 'send') {
      await forgetOld(shelf, making);
      return step;
    }
    const { entry } = step;
    let heard: Outcome | Silence;
    if (entry.what === 'photo') {
      const picture = await shelf.picture(entry.id);
      heard =
        picture === undefined
          ? { kind: 'refused', reason: PICTURE_LOST }
          : await wire.photo(entry.key, picture);
    } else {
      heard = await wire.act(spoken(entry, entries));
    }
    if (isSilence(heard)) return heard;
    const outcome = heard;
    await shelf.change((now) => settle(now, entry, outcome, making.nowMs(), making.newName));
    onSettled();
  }
}

function isSilence(heard: Outcome | Silence): heard is Silence {
  return heard.kind === 'unreachable' || heard.kind === 'sign_in';
}

async function forgetOld(shelf: Shelf, making: Making): Promise<void> {
  if (forgettable(await shelf.all(), making.nowMs()).length === 0) return;
  await shelf.change((entries) => ({
    ...UNCHANGED,
    remove: forgettable(entries, making.nowMs()),
  }));
}
