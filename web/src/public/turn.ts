/** When the page asks again by itself, and what time it is by the store's clock. */
import { useCallback, useEffect, useState } from 'preact/hooks';

const EVERY_MS = 30_000;
const TICK_MS = 5_000;

export interface Turn {
  /** Rises whenever it is time to ask again. */
  readonly turn: number;
  /** This browser's clock, UTC milliseconds, every few seconds. */
  readonly localMs: number;
  /** The same by the store's clock, which the reports' times are by. */
  readonly nowMs: number;
  /** To be told the store's clock whenever it answers. */
  readonly heard: (storeMs: number | undefined) => void;
}

/** Every half minute while somebody looks, and at once when they look again or the network is back. */
export function useTurn(): Turn {
  const [turn, setTurn] = useState(0);
  const [localMs, setLocal] = useState(Date.now);
  const [offsetMs, setOffset] = useState(0);
  useEffect(() => {
    const next = () => {
      if (document.visibilityState === 'visible') setTurn((before) => before + 1);
    };
    const asking = setInterval(next, EVERY_MS);
    const ticking = setInterval(() => setLocal(Date.now()), TICK_MS);
    document.addEventListener('visibilitychange', next);
    window.addEventListener('online', next);
    return () => {
      clearInterval(asking);
      clearInterval(ticking);
      document.removeEventListener('visibilitychange', next);
      window.removeEventListener('online', next);
    };
  }, []);
  const heard = useCallback((storeMs: number | undefined) => {
    if (storeMs !== undefined) setOffset(storeMs - Date.now());
    setLocal(Date.now());
  }, []);
  return { turn, localMs, nowMs: localMs + offsetMs, heard };
}
