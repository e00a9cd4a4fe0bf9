/** What to say of something that went wrong on the way to the store. */
import { Refusal } from './door';
import { t } from './words';

export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return t('The store can’t be reached. Check the network, then try again.');
}
