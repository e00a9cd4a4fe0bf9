/** Asks the public board, and tells how old its answers are. */
import { failureOf, Refusal, Unreachable } from '../page/door';

const AS_OF = 'X-Commandcenter-As-Of';

export interface Told<Answer> {
  readonly answer: Answer;
  /** When the store last knew it to be true, by this browser's clock; undefined where it does not say. */
  readonly trueAtMs: number | undefined;
  /** The store's clock when it answered; undefined where it does not say. */
  readonly storeMs: number | undefined;
}

/**
 * @param path below `/v1/public/`, such as `counts`
 * @throws Refusal if the store says no
 * @throws Unreachable if no whole answer came
 * @throws DOMException named AbortError if the signal said so
 */
export async function askBoard<Answer>(
  path: string,
  parameters = new URLSearchParams(),
  signal?: AbortSignal,
): Promise<Told<Answer>> {
  const query = parameters.toString();
  const address = `/v1/public/${path}${query === '' ? '' : `?${query}`}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, { credentials: 'omit', ...(signal ? { signal } : {}) });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable();
  }
  if (!response.ok) throw new Refusal(response.status, failureOf(text));
  const asOf = Number(response.headers.get(AS_OF) ?? Number.NaN);
  const store = Date.parse(response.headers.get('Date') ?? '');
  // Old by the store's clock alone: a phone's may be wrong by hours.
  const age = Math.max(0, store - asOf);
  return {
    answer: JSON.parse(text) as Answer,
    trueAtMs: Number.isNaN(age) ? undefined : Date.now() - age,
    storeMs: Number.isNaN(store) ? undefined : store,
  };
}
