/** Puts what was done into the outbox, and says in words where the phone could not keep it. */
import type { Picture } from '../offline/entry';
import type { Outbox } from '../offline/outbox';
import { t } from '../page/words';
import type { Deed } from './act';

/** For how long an act stays once it was done, until the store's word surely holds it. */
const KEPT_MS = 3_600_000;

/**
 * Keeps something to be sent.
 *
 * @returns why it could not be kept; empty: it is kept
 */
export async function keepDeed(
  outbox: Outbox | undefined,
  deed: Deed,
  photos: readonly Picture[] = [],
): Promise<string> {
  if (outbox === undefined) return t('The page is still opening. Try again.');
  try {
    await outbox.put({ ...deed, photos, keptMs: KEPT_MS });
    return '';
  } catch {
    return t('The phone could not keep this. Try again.');
  }
}
