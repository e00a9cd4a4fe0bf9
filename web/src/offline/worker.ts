/**
 * A page's service worker: opens the page without network, sends its outbox when the browser wakes it, shows pushes.
 *
 * Owns what is kept: the page's document and its built files, by the version they were built as. No answer of the store
 * is ever kept here, so that nobody's data outlasts what the page itself keeps. A new version waits until the page lets
 * it in; what waits in the outbox lies elsewhere and is not touched by it.
 */
import { alone, drainAll, MAKING, SYNC_TAG } from './outbox';
import { openShelf } from './shelf';
import { wireOf } from './wire';
import { TAKE_OVER } from './worker_word';

/** What the build knows of the page. */
export interface Built {
  /** Changes with any of the files. */
  readonly version: string;
  /** Addresses of the files that the page begins with. */
  readonly files: readonly string[];
}

/** The page that it serves. */
export interface Served {
  /** As the store knows it, such as `citizen`. */
  readonly page: string;
  /** Its address, such as `/lapor`. */
  readonly address: string;
  /** Where a tapped push leads, below the address. */
  readonly opened: string;
}

/** Files that are asked for later keep their names with their content, so that they may be kept as well. */
const BUILT_FILE = /^\/assets\/.+-[0-9A-Z]{8}\.\w+$/;

// The library of types has pages in it, and no workers.
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Waiting {
  readonly data: { json(): unknown } | null;
}
interface Tapped extends Waiting {
  readonly notification: Notification;
}
interface Synced extends Waiting {
  readonly tag: string;
}
interface PageClient {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface Worker {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window' }): Promise<PageClient[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, listener: (event: never) => void): void;
}

/** Serves a page; called once, when the worker is read. */
export function serve(
  worker: Worker,
  { page, address, opened }: Served,
  { version, files }: Built,
): void {
  const kept = `${page}-${version}`;

  worker.addEventListener('install', (event: Waiting) => {
    event.waitUntil(keep(kept, [address, ...files]));
  });

  worker.addEventListener('activate', (event: Waiting) => {
    event.waitUntil(forgetOthers(page, kept).then(() => worker.clients.claim()));
  });

  worker.addEventListener('message', (event: MessageEvent) => {
    if (event.data === TAKE_OVER) void worker.skipWaiting();
  });

  worker.addEventListener('fetch', (event: Asked) => {
    const { method, mode, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method !== 'GET' || origin !== location.origin) return;
    if (mode === 'navigate' && pathname === address) event.respondWith(fromKept(kept, address));
    else if (files.includes(pathname) || BUILT_FILE.test(pathname)) {
      event.respondWith(fromKept(kept, pathname));
    }
  });

  worker.addEventListener('sync', (event: Synced) => {
    if (event.tag === SYNC_TAG) event.waitUntil(send(page));
  });

  worker.addEventListener('push', (event: Pushed) => {
    const said = read(event.data);
    if (said === null) return;
    const { title, body, id } = said;
    event.waitUntil(worker.registration.showNotification(title, { body, tag: id }));
  });

  worker.addEventListener('notificationclick', (event: Tapped) => {
    event.notification.close();
    event.waitUntil(show(worker, address, opened));
  });
}

async function keep(name: string, addresses: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll(addresses.map((one) => new Request(one, { credentials: 'omit' })));
}

async function forgetOthers(page: string, kept: string): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(`${page}-`) && name !== kept);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** Answers from what is kept, else from the network; a built file that comes from there is kept. */
async function fromKept(name: string, pathname: string): Promise<Response> {
  const cache = await caches.open(name);
  const found = await cache.match(pathname);
  if (found !== undefined) return found;
  const answer = await fetch(pathname, { credentials: 'omit' });
  if (answer.ok && BUILT_FILE.test(pathname)) await cache.put(pathname, answer.clone());
  return answer;
}

async function send(page: string): Promise<void> {
  const shelf = await openShelf(page);
  try {
    const stops = await alone(page, () => drainAll(shelf, (owner) => wireOf(page, owner), MAKING));
    // The browser comes again later only for work that failed.
    if ([...stops.values()].some(({ kind }) => kind === 'unreachable'))
      throw new Error('no network');
  } finally {
    shelf.close();
  }
}

/** What the store says in a push; null: it is none of the store's. */
function read(data: Pushed['data']): { id: string; title: string; body: string } | null {
  try {
    const said = data?.json() as { id: string; title: string; body: string };
    return typeof said.title === 'string' ? said : null;
  } catch {
    return null;
  }
}

async function show(worker: Worker, address: string, opened: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' });
  const open = pages.find(({ url }) => new URL(url).pathname === address);
  if (open === undefined) await worker.clients.openWindow(address + opened);
  else await open.focus();
}
