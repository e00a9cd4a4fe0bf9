/** Being told on this phone when one's report moves, where store and browser can. */
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../page/door';
import { announce } from '../page/frame';
import { sentenceOf } from '../page/sign_in';
import { language, t } from '../page/words';

export interface PushSwitchProps {
  readonly report: string;
  readonly secret: string | undefined;
}

const KEPT = 'lapor-told-';

export function PushSwitch({ report, secret }: PushSwitchProps) {
  const [key, setKey] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    setTold(kept(report));
    if (!canPush()) return;
    ask<{ key: string }>('GET', '/v1/subscriptions/push_key')
      .then((found) => setKey(found.key))
      .catch(() => {
        // A store that sends no pushes has no key to give.
      });
  }, [report]);
  if (key === null) return null;

  const begin = async () => {
    setTrouble('');
    try {
      if ((await Notification.requestPermission()) !== 'granted') {
        setTrouble(t('The phone may not show messages of this page. Allow it in the settings.'));
        return;
      }
      const { id } = await ask<{ id: string }>('POST', '/v1/subscriptions', {
        body: {
          ...(await addressOf(key)),
          topic: 'own_report',
          language: language(),
          report,
          secret,
        },
      });
      keep(report, id);
      setTold(id);
      announce(t('You are told when it moves.'));
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const end = async () => {
    setTrouble('');
    try {
      await ask('DELETE', `/v1/subscriptions/${told}`);
    } catch (error) {
      setTrouble(sentenceOf(error));
      return;
    }
    keep(report, null);
    setTold(null);
    announce(t('You are told no more.'));
  };

  return (
    <section>
      <button type="button" class="wide" onClick={() => void (told === null ? begin() : end())}>
        {told === null ? t('Tell me when it moves') : t('Tell me no more')}
      </button>
      <p class="trouble" role="alert">
        {trouble}
      </p>
    </section>
  );
}

function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Where this browser gets pushes, and what they are encrypted for. */
async function addressOf(key: string): Promise<Record<string, unknown>> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  const { endpoint, keys } = subscription.toJSON();
  return { channel: 'push', address: endpoint, p256dh: keys?.p256dh, auth: keys?.auth };
}

function kept(report: string): string | null {
  try {
    return localStorage.getItem(KEPT + report);
  } catch {
    return null;
  }
}

function keep(report: string, id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(KEPT + report);
    else localStorage.setItem(KEPT + report, id);
  } catch {
    // A browser that keeps nothing can't end it here; the store ends it when the browser's address is gone.
  }
}
