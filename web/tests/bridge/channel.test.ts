import { expect, test, vi } from 'vitest';
import { type Line, openChannel } from '../../src/bridge/channel';
import { type FromPage, PROTOCOL_VERSION, type ToPage } from '../../src/bridge/message';

class TestLine implements Line {
  readonly sent: FromPage[] = [];
  private receive: (text: string) => void = () => undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  listen(receive: (text: string) => void): void {
    this.receive = receive;
  }

  arrive(message: ToPage): void {
    this.receive(JSON.stringify(message));
  }
}

const WELCOME = { kind: 'welcome', version: PROTOCOL_VERSION, texts: {}, theme: {} } as ToPage;
const HOVERED: FromPage = { kind: 'report_hovered', report: '7' };
const HELLO: FromPage = { kind: 'hello', version: PROTOCOL_VERSION };

function opened() {
  const line = new TestLine();
  const receivers = {
    welcome: vi.fn(),
    set_texts: vi.fn(),
    set_theme: vi.fn(),
    set_marks: vi.fn(),
    set_selection: vi.fn(),
    set_hint: vi.fn(),
    set_base_map: vi.fn(),
    read_areas: vi.fn(),
    fit_view: vi.fn(),
    reveal: vi.fn(),
    set_layers: vi.fn(),
    set_heat: vi.fn(),
    set_shading: vi.fn(),
    set_points: vi.fn(),
    read_shapes: vi.fn(),
    set_tool: vi.fn(),
    set_drawn: vi.fn(),
    set_tiles: vi.fn(),
    resume_view: vi.fn(),
  };
  return { line, receivers, channel: openChannel(line, receivers) };
}

test('the page says hello with its version first', () => {
  expect(opened().line.sent).toEqual([HELLO]);
});

test('what is sent before the welcome waits for it, in order', () => {
  const { line, channel } = opened();
  channel.send(HOVERED);
  channel.send({ ...HOVERED, report: '8' });
  expect(line.sent).toEqual([HELLO]);
  line.arrive(WELCOME);
  expect(line.sent).toEqual([HELLO, HOVERED, { ...HOVERED, report: '8' }]);
});

test('after the welcome messages go at once, and each is sent once', () => {
  const { line, channel } = opened();
  line.arrive(WELCOME);
  channel.send(HOVERED);
  expect(line.sent).toEqual([HELLO, HOVERED]);
});

test('a message reaches the receiver of its kind only', () => {
  const { line, receivers } = opened();
  line.arrive({ kind: 'read_areas', revision: 3 });
  expect(receivers.read_areas).toHaveBeenCalledWith({ kind: 'read_areas', revision: 3 });
  expect(receivers.welcome).not.toHaveBeenCalled();
});
