/** The tiles of a base map: a canvas each, under everything else. */
import L from 'leaflet';
import type { MapTheme, SetBaseMap } from '../bridge/message';
import type { Tile } from '../core/tile';
import { toLatLng } from './degrees';

/** How a view's tiles went. */
export interface TilesPainted {
  readonly drawn: number;
  readonly failed: number;
}

/** What became of a tile: drawn, nothing to draw there, or no longer wanted. */
export type Outcome = 'drawn' | 'empty' | 'gone';

/**
 * A layer whose tiles are drawn later, when what they need has come.
 *
 * A tile that fails or has nothing to show stays clear, so that the ground below is seen.
 */
export abstract class BaseTiles extends L.GridLayer {
  private drawn = 0;
  private failed = 0;

  /**
   * @param sidePx of a tile on the screen
   * @param onPainted told whenever all tiles in view are dealt with
   */
  constructor(
    protected readonly message: SetBaseMap,
    protected theme: MapTheme,
    protected readonly sidePx: number,
    private readonly onPainted: (painted: TilesPainted) => void,
  ) {
    super(gridOptions(message, sidePx));
    this.on('load', () => this.tell());
  }

  /** Draws into a tile's canvas, whose context has one unit a CSS pixel. */
  protected abstract paint(canvas: HTMLCanvasElement, tile: Tile): Promise<Outcome>;

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.drawAnew();
  }

  /** Draws every tile anew; the library's own way to do it takes the map's zoom, fraction and all, for a tile's. */
  protected drawAnew(): void {
    const map = this._map;
    if (map) this.remove().addTo(map);
  }

  override onAdd(map: L.Map): this {
    super.onAdd(map);
    map.on('moveend', this.tellOfNone, this);
    this.tellOfNone();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('moveend', this.tellOfNone, this);
    return super.onRemove(map);
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    const settle = (error?: Error) => done(error, canvas);
    this.paint(canvas, { z: coords.z, x: coords.x, y: coords.y }).then(
      (outcome) => {
        if (outcome === 'drawn') this.drawn += 1;
        settle();
      },
      (error: unknown) => {
        this.failed += 1;
        settle(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return canvas;
  }

  /** Gives a canvas its size and returns its context. */
  protected contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(this.sidePx * ratio);
    canvas.height = canvas.width;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no context to draw a tile with');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  /** A view without any tile is dealt with at once; the library is silent then. */
  private tellOfNone(): void {
    if (!this.isLoading()) this.tell();
  }

  private tell(): void {
    this.onPainted({ drawn: this.drawn, failed: this.failed });
    this.drawn = 0;
    this.failed = 0;
  }
}

function gridOptions(message: SetBaseMap, sidePx: number): L.GridLayerOptions {
  const { west, south, east, north } = message;
  // A tile drawn larger than 256 pixels belongs to a farther zoom than the map's.
  const nearer = Math.log2(sidePx / 256);
  return {
    tileSize: sidePx,
    minZoom: message.min_zoom + nearer,
    noWrap: true,
    bounds: L.latLngBounds(
      toLatLng({ lon: west, lat: south }),
      toLatLng({ lon: east, lat: north }),
    ),
    updateWhenZooming: false,
    keepBuffer: 1,
  };
}
