/** What Qt puts into the page before its scripts run, and what its qwebchannel.js adds. */

interface QtTransport {
  send(text: string): void;
  onmessage: ((message: { data: string }) => void) | null;
}

interface QtSignal {
  connect(listener: (text: string) => void): void;
}

/** The one object the desktop shows to the page (`_ChannelEnd` in bridge.py). */
interface QtChannelEnd {
  readonly to_page: QtSignal;
  from_page(text: string): void;
}

interface QtChannel {
  readonly objects: { readonly desktop: QtChannelEnd };
}

declare const qt: { readonly webChannelTransport: QtTransport } | undefined;

declare const QWebChannel: new (
  transport: QtTransport,
  ready: (channel: QtChannel) => void,
) => unknown;

/** Opens Qt's channel and finds the desktop's end of it. */
export function openQtChannel(): Promise<QtChannelEnd> {
  return new Promise((resolve, reject) => {
    if (typeof qt === 'undefined') {
      reject(new Error('this page runs only inside the desktop'));
      return;
    }
    new QWebChannel(qt.webChannelTransport, ({ objects }) => resolve(objects.desktop));
  });
}
