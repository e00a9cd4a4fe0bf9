/** Hears that something changed in one's part of the city; what changed is asked for by whoever shows it. */
import { useEffect, useRef } from 'preact/hooks';

const GATHERED_MS = 400; // several changes at once are one question
const AGAIN_MS = 15_000; // where the stream is closed for good

/**
 * @param position of the feed that what is shown is true at; null: nothing is shown yet
 * @param onChanged something changed behind it
 */
export function useLive(position: string | null, onChanged: () => void): void {
  const told = useRef(onChanged);
  told.current = onChanged;
  const begun = position !== null;
  const first = useRef(position);
  if (first.current === null) first.current = position;
  useEffect(() => {
    if (!begun || first.current === null) return;
    let timer: number | undefined;
    let source: EventSource | null = null;
    const soon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => told.current(), GATHERED_MS);
    };
    const open = (after: string) => {
      source = new EventSource(`/v1/changes/stream?after=${encodeURIComponent(after)}`);
      source.addEventListener('page', (event) => {
        const page = JSON.parse((event as MessageEvent<string>).data) as {
          through: string;
          rows: readonly unknown[];
        };
        first.current = page.through;
        if (page.rows.length > 0) soon();
      });
      // Another scope, another life of the database, a withdrawn key: asking anew says which.
      for (const end of ['snapshot_needed', 'revoked']) source.addEventListener(end, ended);
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) ended();
      });
    };
    const ended = () => {
      source?.close();
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        told.current();
        if (first.current !== null) open(first.current);
      }, AGAIN_MS);
    };
    open(first.current);
    return () => {
      window.clearTimeout(timer);
      source?.close();
    };
  }, [begun]);
}
