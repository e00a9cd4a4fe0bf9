/** How old what is shown is; past its limit it says so loudly, and the page looks stale. */
import { age } from '../page/moment';
import { t } from '../page/words';

/** Seconds after which data are old: the page asks every 30, caches keep for 10, the store looks every 10. */
export const OLD_AFTER_S = 120;

interface FreshnessProps {
  /** When it was last known to be true, by this browser's clock; undefined before the first answer. */
  readonly trueAtMs: number | undefined;
  /** This browser's clock. */
  readonly localMs: number;
  /** Why nothing newer came; empty if nothing is wrong. */
  readonly trouble: string;
}

export function Freshness({ trueAtMs, localMs, trouble }: FreshnessProps) {
  const seconds = trueAtMs === undefined ? undefined : Math.max(0, (localMs - trueAtMs) / 1000);
  const old = seconds !== undefined && seconds > OLD_AFTER_S;
  return (
    <div class={old ? 'fresh fresh-old' : 'fresh'}>
      <p>
        {seconds === undefined
          ? t('Loading…')
          : old
            ? t('DATA {age} OLD', { age: age(seconds).toUpperCase() })
            : t('Data {age} old', { age: age(seconds) })}
      </p>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}
