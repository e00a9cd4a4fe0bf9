import { afterEach, expect, test, vi } from 'vitest';
import { ArchiveSource, readLayers } from '../../src/leaflet/tile_source';

/** A layer "a" of extent 4096 with a line from (0, 0) to (2048, 4096), named "x". */
const LINE = Uint8Array.from([
  0x1a, 0x22, 0x0a, 0x01, 0x61, 0x12, 0x10, 0x12, 0x02, 0x00, 0x00, 0x18, 0x02, 0x22, 0x08, 0x09,
  0x00, 0x00, 0x0a, 0x80, 0x20, 0x80, 0x40, 0x1a, 0x01, 0x6b, 0x22, 0x03, 0x0a, 0x01, 0x78, 0x28,
  0x80, 0x20, 0x78, 0x02,
]);

const abort = (signal: AbortSignal | undefined) =>
  new Promise<Response>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')));
  });

afterEach(() => void vi.unstubAllGlobals());

test('shapes come in pixels from the tile’s corner, with the box around them', () => {
  const [line] = readLayers(LINE.slice().buffer, 512).get('a') ?? [];
  expect(line?.geom.map((part) => part.map(({ x, y }) => [x, y]))).toEqual([
    [
      [0, 0],
      [256, 512],
    ],
  ]);
  expect(line?.bbox).toEqual({ minX: 0, minY: 0, maxX: 256, maxY: 512 });
  expect([line?.props, line?.geomType, line?.numVertices]).toEqual([{ k: 'x' }, 2, 2]);
});

test('where there is no tile there are no layers', () => {
  expect(readLayers(new ArrayBuffer(0), 512).size).toBe(0);
});

test('a refused answer is a failure, and its body is left alone', async () => {
  const body = vi.fn();
  vi.stubGlobal('fetch', async () => ({ ok: false, arrayBuffer: body }));
  await expect(new ArchiveSource('{z}/{x}/{y}').get({ z: 1, x: 0, y: 1 }, 512)).rejects.toThrow(
    '1/0/1',
  );
  expect(body).not.toHaveBeenCalled();
});

test('tiles of a zoom that was left are called off, those of the same zoom are not', async () => {
  const signals: AbortSignal[] = [];
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return abort(signal);
  });
  const source = new ArchiveSource('{z}/{x}/{y}');
  const first = source.get({ z: 1, x: 0, y: 0 }, 512);
  void source.get({ z: 1, x: 1, y: 0 }, 512).catch(() => undefined);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  void source.get({ z: 2, x: 0, y: 0 }, 512).catch(() => undefined);
  await expect(first).rejects.toThrow('gone');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
});
