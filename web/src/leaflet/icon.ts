/** Icons of the categories as outlines for a canvas, fetched once each from the application's own files. */

const ICONS_URL = '../icons'; // beside the desktop's page
const FALLBACK = 'map-pin';
/** Side of the square that the icons are drawn in. */
const SIDE = 24;
const PEN = 2;

export class Icons {
  private readonly paths = new Map<string, Path2D | undefined>();

  /**
   * @param onArrived hears whenever an icon that was asked for is there
   * @param address of the folder that the icons lie in
   */
  constructor(
    private readonly onArrived: () => void,
    private readonly address = ICONS_URL,
  ) {}

  /** Draws an icon around a place as soon as it is there; until then nothing. */
  paint(
    context: CanvasRenderingContext2D,
    name: string,
    at: { readonly x: number; readonly y: number },
    size: number,
    color: string,
  ): void {
    const path = this.path(name);
    if (path === undefined) return;
    context.save();
    context.translate(at.x - size / 2, at.y - size / 2);
    context.scale(size / SIDE, size / SIDE);
    context.lineWidth = PEN;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = color;
    context.stroke(path);
    context.restore();
  }

  private path(name: string): Path2D | undefined {
    if (!this.paths.has(name)) {
      this.paths.set(name, undefined);
      void this.fetch(name);
    }
    return this.paths.get(name);
  }

  private async fetch(name: string): Promise<void> {
    const response = await fetch(`${this.address}/${encodeURIComponent(name)}.svg`).catch(
      () => undefined,
    );
    if (response?.ok) this.paths.set(name, outline(await response.text()));
    else if (name !== FALLBACK) await this.fetch(FALLBACK).then(() => this.useFallback(name));
    this.onArrived();
  }

  private useFallback(name: string): void {
    this.paths.set(name, this.paths.get(FALLBACK));
  }
}

/** The pen strokes of an icon; the family's files hold nothing else, but for an empty frame. */
function outline(svg: string): Path2D {
  const whole = new Path2D();
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  for (const path of document.querySelectorAll('path:not([stroke="none"])')) {
    whole.addPath(new Path2D(path.getAttribute('d') ?? ''));
  }
  return whole;
}
