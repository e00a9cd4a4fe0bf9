/** The base map: which tiles lie under everything, and whose they are. */
import type L from 'leaflet';
import type { BaseMapPainted, MapTheme, SetBaseMap, Texts } from '../bridge/message';
import { Attribution } from './attribution';
import type { BaseTiles, TilesPainted } from './base_tiles';
import { PictureTiles } from './picture_tiles';
import { VectorTiles } from './vector_tiles';

export class BaseMap {
  private readonly attribution: Attribution;
  private tiles: BaseTiles | undefined;
  private message: SetBaseMap | undefined;

  constructor(
    private readonly map: L.Map,
    private texts: Texts,
    private theme: MapTheme,
    private readonly onPainted: (painted: BaseMapPainted) => void,
  ) {
    this.attribution = new Attribution(texts, theme);
    this.attribution.addTo(map);
  }

  /** Whether there is one. */
  get isThere(): boolean {
    return this.tiles !== undefined;
  }

  set(message: SetBaseMap): void {
    this.attribution.setWords(message.attribution, message.note);
    // A message that only brings a note must not draw everything anew.
    if (message.revision === this.message?.revision) return;
    this.message = message;
    this.attribution.setFailing(false);
    this.tiles?.remove();
    this.tiles = this.tilesOf(message);
    this.tiles?.addTo(this.map);
  }

  /** Whose maps are laid over it, from the ground up. */
  setOthers(owners: readonly string[]): void {
    this.attribution.setOthers(owners);
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    const isLook = JSON.stringify(theme) !== JSON.stringify(this.theme);
    this.texts = texts;
    this.theme = theme;
    this.attribution.setStyle(texts, theme);
    if (isLook) this.tiles?.setTheme(theme);
  }

  private tilesOf(message: SetBaseMap): BaseTiles | undefined {
    const tell = (painted: TilesPainted) => this.onTilesPainted(message, painted);
    if (message.form === 'none') return undefined;
    if (message.form === 'vector') {
      return new VectorTiles(message, this.theme, this.texts.language, tell);
    }
    return new PictureTiles(message, this.theme, tell);
  }

  private onTilesPainted({ revision }: SetBaseMap, { drawn, failed }: TilesPainted): void {
    if (revision !== this.message?.revision) return;
    if (drawn + failed > 0) this.attribution.setFailing(drawn === 0);
    this.onPainted({ kind: 'base_map_painted', revision, drawn, failed });
  }
}
