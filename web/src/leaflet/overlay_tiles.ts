/** A server's map among the overlays: loads the pictures that a view needs and draws those that have come. */
import type { SetTiles, TilesPainted } from '../bridge/message';
import type { Box } from '../core/area';
import { parentOf, type Tile, templateAddress, tilesIn, wmsAddress, worldBox } from '../core/tile';
import { type Frame, frameBox, toCanvas } from './canvas_layer';
import { foreignPicture } from './picture_tiles';

const SIDE_PX = 256;
/** Pictures kept besides those in view, for going back a step: 32 MB. */
const KEPT = 128;
/** A picture that could not be had is asked for again by the first view after so long. */
const AGAIN_AFTER_MS = 20_000;

interface Entry {
  picture?: HTMLImageElement;
  failedAt?: number;
}

export class OverlayTiles {
  private readonly entries = new Map<string, Entry>();
  private told = '';

  /**
   * @param onCome told whenever a picture came: draw again
   * @param onPainted told when all that a view needs is dealt with
   */
  constructor(
    readonly source: SetTiles,
    private readonly onCome: () => void,
    private readonly onPainted: (painted: TilesPainted) => void,
  ) {}

  /** Draws what has come and asks for the rest; returns whether anything is drawn. */
  draw(context: CanvasRenderingContext2D, frame: Frame): boolean {
    const z = Math.max(0, Math.min(Math.round(frame.zoom), this.source.max_zoom));
    const wanted = tilesIn(frameBox(frame), z);
    let drawn = 0;
    let failed = 0;
    let waiting = 0;
    for (const tile of wanted) {
      const entry = this.entryOf(tile);
      if (entry.picture !== undefined) drawn += 1;
      else if (entry.failedAt !== undefined) failed += 1;
      else waiting += 1;
      this.drawTile(context, frame, tile);
    }
    this.forget(wanted);
    if (waiting === 0) this.tell(drawn, failed);
    return drawn > 0;
  }

  private entryOf(tile: Tile): Entry {
    const name = nameOf(tile);
    const known = this.entries.get(name);
    const isOld =
      known?.failedAt !== undefined && performance.now() - known.failedAt > AGAIN_AFTER_MS;
    const entry: Entry = known === undefined || isOld ? {} : known;
    // Behind all others, for it is the last that was needed.
    this.entries.delete(name);
    this.entries.set(name, entry);
    if (entry !== known) void this.load(tile, entry);
    return entry;
  }

  private async load(tile: Tile, entry: Entry): Promise<void> {
    const { form, address } = this.source;
    const there =
      form === 'wms' ? wmsAddress(address, tile, SIDE_PX, true) : templateAddress(address, tile);
    try {
      entry.picture = await foreignPicture(there);
    } catch {
      entry.failedAt = performance.now();
    }
    if (this.entries.get(nameOf(tile)) === entry) this.onCome();
  }

  /** Draws a tile, or as long as it has not come the part of a farther one that shows the same place. */
  private drawTile(context: CanvasRenderingContext2D, frame: Frame, tile: Tile): void {
    let at: Tile | undefined = tile;
    while (at !== undefined) {
      const picture: HTMLImageElement | undefined = this.entries.get(nameOf(at))?.picture;
      if (picture !== undefined) {
        drawPart(context, frame, picture, worldBox(at), worldBox(tile));
        return;
      }
      at = parentOf(at);
    }
  }

  private forget(wanted: readonly Tile[]): void {
    for (const name of this.entries.keys()) {
      if (this.entries.size <= wanted.length + KEPT) return;
      this.entries.delete(name);
    }
  }

  private tell(drawn: number, failed: number): void {
    const { key, revision } = this.source;
    const text = `${drawn} ${failed}`;
    if (text === this.told) return;
    this.told = text;
    this.onPainted({ kind: 'tiles_painted', key, revision, drawn, failed });
  }
}

/** Draws the part of a picture of `whole` that shows `part` and is in view, its edges on whole pixels. */
function drawPart(
  context: CanvasRenderingContext2D,
  frame: Frame,
  picture: HTMLImageElement,
  whole: Box,
  part: Box,
): void {
  const seen = frameBox(frame);
  const west = Math.max(part.west, seen.west);
  const north = Math.max(part.north, seen.north);
  const [east, south] = [Math.min(part.east, seen.east), Math.min(part.south, seen.south)];
  if (west >= east || north >= south) return;
  const [from, to] = [
    toCanvas(frame, { x: west, y: north }),
    toCanvas(frame, { x: east, y: south }),
  ];
  const [left, top, right, foot] = [from.x, from.y, to.x, to.y].map(Math.round);
  if (left === undefined || top === undefined || right === undefined || foot === undefined) return;
  const perX = picture.naturalWidth / (whole.east - whole.west);
  const perY = picture.naturalHeight / (whole.south - whole.north);
  context.drawImage(
    picture,
    (west - whole.west) * perX,
    (north - whole.north) * perY,
    (east - west) * perX,
    (south - north) * perY,
    left,
    top,
    right - left,
    foot - top,
  );
}

function nameOf({ z, x, y }: Tile): string {
  return `${z}/${x}/${y}`;
}
