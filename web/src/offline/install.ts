/** Brings a page's service worker in, after the page itself, and says when a new version waits. */
import { TAKE_OVER } from './worker_word';

/**
 * @param script address of the worker
 * @param scope address of the page
 * @param onNewVersion called when a newer version of the page waits; calling what it gets lets it in and loads the page
 */
export async function installWorker(
  script: string,
  scope: string,
  onNewVersion: (takeOver: () => void) => void,
): Promise<void> {
  const container = navigator.serviceWorker;
  // Without a service worker the page works; it only does not open without network.
  if (container === undefined) return;
  try {
    const registration = await container.register(script, { scope });
    const look = (worker: ServiceWorker | null) => {
      if (worker === null || container.controller === null) return;
      const tell = () => {
        if (worker.state === 'installed') onNewVersion(() => takeOver(container, worker));
      };
      worker.addEventListener('statechange', tell);
      tell();
    };
    look(registration.waiting);
    registration.addEventListener('updatefound', () => look(registration.installing));
  } catch {
    // As above: some private windows and old browsers refuse.
  }
}

function takeOver(container: ServiceWorkerContainer, worker: ServiceWorker): void {
  container.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage(TAKE_OVER);
}
