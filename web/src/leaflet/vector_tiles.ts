/** Tiles that are drawn from shapes, in the colours of the theme. */
import Point from '@mapbox/point-geometry';
import { Labelers, type PaintRule, paint, TileCache, View } from 'protomaps-leaflet';
import type { MapTheme, SetBaseMap } from '../bridge/message';
import type { Tile } from '../core/tile';
import { baseGround, baseLabelRules, basePaintRules } from './base_style';
import { BaseTiles, type Outcome, type TilesPainted } from './base_tiles';
import { ArchiveSource } from './tile_source';

const SIDE_PX = 256;
/** Tiles of the archive are drawn over 2 × 2 of the map's. */
const LEVELS_BELOW = 1;
/** Pixels around a tile from which shapes and words reach into it. */
const REACH_PX = 16;
/** Tiles whose words are kept in mind, so that those of neighbours don't overlap: a large wall's worth. */
const LABELLED_TILES = 96;

export class VectorTiles extends BaseTiles {
  private readonly view: View;
  private rules: PaintRule[] = [];
  private labelers: Labelers;

  constructor(
    message: SetBaseMap,
    theme: MapTheme,
    private readonly language: string,
    onPainted: (painted: TilesPainted) => void,
  ) {
    super({ ...message, min_zoom: message.min_zoom + LEVELS_BELOW }, theme, SIDE_PX, onPainted);
    const cache = new TileCache(new ArchiveSource(message.address), SIDE_PX << LEVELS_BELOW);
    this.view = new View(cache, message.max_zoom, LEVELS_BELOW);
    this.labelers = this.restyle();
  }

  override setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.labelers = this.restyle();
    this.drawAnew();
  }

  protected override async paint(canvas: HTMLCanvasElement, tile: Tile): Promise<Outcome> {
    const labelers = this.labelers;
    const prepared = await this.view.getDisplayTile(tile).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError') return undefined;
      throw error;
    });
    if (prepared === undefined || labelers !== this.labelers) return 'gone';
    if (prepared.data.size === 0) return 'empty';
    const tiles = new Map([['', [prepared]]]);
    labelers.add(tile.z, tiles);
    this.draw(canvas, tile, tiles);
    return 'drawn';
  }

  private draw(
    canvas: HTMLCanvasElement,
    { z, x, y }: Tile,
    tiles: Parameters<typeof paint>[2],
  ): void {
    const context = this.contextOf(canvas);
    const corner = new Point(SIDE_PX * x, SIDE_PX * y);
    const box = {
      minX: corner.x - REACH_PX,
      minY: corner.y - REACH_PX,
      maxX: corner.x + SIDE_PX + REACH_PX,
      maxY: corner.y + SIDE_PX + REACH_PX,
    };
    context.fillStyle = baseGround(this.message.scheme, this.theme);
    context.fillRect(0, 0, SIDE_PX, SIDE_PX);
    const words = this.labelers.getIndex(z) ?? null;
    paint(context, z, tiles, words, this.rules, box, corner, false);
  }

  /** Takes the theme's rules, and forgets where words were put. */
  private restyle(): Labelers {
    const scratch = document.createElement('canvas').getContext('2d');
    if (scratch === null) throw new Error('no context to measure words with');
    this.rules = basePaintRules(this.message.scheme, this.theme);
    const labels = baseLabelRules(this.message.scheme, this.theme, this.language);
    return new Labelers(scratch, labels, LABELLED_TILES, (tiles) => this.drawAgain(tiles));
  }

  /** Draws tiles again into which a neighbour's words reach now. */
  private drawAgain(keys: Set<string>): void {
    for (const tile of Object.values(this._tiles)) {
      const { z, x, y } = tile.coords;
      if (tile.loaded && keys.has(`${x}:${y}:${z}`)) void this.repaint(tile.el, { z, x, y });
    }
  }

  private async repaint(element: HTMLElement, tile: Tile): Promise<void> {
    if (!(element instanceof HTMLCanvasElement)) return;
    const labelers = this.labelers;
    const prepared = await this.view.getDisplayTile(tile).catch(() => undefined);
    if (prepared === undefined || prepared.data.size === 0 || labelers !== this.labelers) return;
    this.draw(element, tile, new Map([['', [prepared]]]));
  }
}
