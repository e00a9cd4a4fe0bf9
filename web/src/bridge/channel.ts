/**
 * The line to the desktop: send a message, receive a message.
 *
 * Owns Qt's channel, JSON and the handshake. The page says hello with its version first; what it
 * wants to send before the desktop's welcome waits until then.
 */
import { type FromPage, PROTOCOL_VERSION, type ToPage } from './message';
import { openQtChannel } from './qt';

type Kind = ToPage['kind'];
type Receivers = { readonly [K in Kind]: (message: Extract<ToPage, { kind: K }>) => void };

/** What carries text both ways; Qt's channel, or a test's. */
export interface Line {
  send(text: string): void;
  listen(receive: (text: string) => void): void;
}

export interface Channel {
  send(message: FromPage): void;
}

/** Opens Qt's channel. */
export async function openLine(): Promise<Line> {
  const desktop = await openQtChannel();
  return {
    send: (text) => desktop.from_page(text),
    listen: (receive) => desktop.to_page.connect(receive),
  };
}

/** Says hello on a line and passes what arrives on to its receiver. */
export function openChannel(line: Line, receivers: Receivers): Channel {
  let held: FromPage[] | undefined = [];
  line.listen((text) => {
    const message: ToPage = JSON.parse(text);
    dispatch(message, receivers);
    if (message.kind === 'welcome' && held !== undefined) {
      const waiting = held;
      held = undefined;
      for (const each of waiting) line.send(JSON.stringify(each));
    }
  });
  line.send(JSON.stringify({ kind: 'hello', version: PROTOCOL_VERSION } satisfies FromPage));
  return {
    send(message) {
      if (held !== undefined) held.push(message);
      else line.send(JSON.stringify(message));
    },
  };
}

function dispatch<K extends Kind>(message: Extract<ToPage, { kind: K }>, receivers: Receivers) {
  (receivers[message.kind as K] as (message: Extract<ToPage, { kind: K }>) => void)(message);
}
