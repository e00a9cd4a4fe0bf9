/** A question to the board as a component's state: the last answer stays on the screen until the next one is there. */
import { useEffect, useState } from 'preact/hooks';
import { Unreachable } from '../page/door';
import { t } from '../page/words';
import { askBoard, type Told } from './board';

export interface Asking<Answer> extends Omit<Told<Answer>, 'answer'> {
  /** The last answer, of an earlier question perhaps; undefined before the first. */
  readonly answer: Answer | undefined;
  readonly loading: boolean;
  /** A sentence; empty where all is well. */
  readonly trouble: string;
}

/**
 * @param path below `/v1/public/`; empty: nothing is asked yet
 * @param query the parameters, as text
 * @param turn another number asks the same again
 */
export function useBoard<Answer>(path: string, query: string, turn: number): Asking<Answer> {
  const [told, setTold] = useState<Asking<Answer>>({
    answer: undefined,
    trueAtMs: undefined,
    storeMs: undefined,
    loading: true,
    trouble: '',
  });
  // Another turn asks the same question again.
  useEffect(() => {
    if (path === '') return;
    const stop = new AbortController();
    setTold((before) => ({ ...before, loading: true }));
    askBoard<Answer>(path, new URLSearchParams(query), stop.signal).then(
      (told) => setTold({ ...told, loading: false, trouble: '' }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setTold((before) => ({ ...before, loading: false, trouble: sentenceOf(error) }));
      },
    );
    return () => stop.abort();
  }, [path, query, turn]);
  return told;
}

export function sentenceOf(error: unknown): string {
  if (error instanceof Unreachable) {
    return t('No network. What is shown is from before; it is tried again by itself.');
  }
  return error instanceof Error ? error.message : String(error);
}
