/** Tiles that are pictures: of an archive, or of a server. */
import type L from 'leaflet';
import type { MapTheme, SetBaseMap } from '../bridge/message';
import { type Tile, templateAddress, wmsAddress } from '../core/tile';
import { BaseTiles, type Outcome, type TilesPainted } from './base_tiles';

/** A picture made for paper and daylight must neither shine nor be colourful under marks. */
const CALM: Readonly<Record<MapTheme['name'], string>> = {
  dark: 'brightness(0.42) saturate(0.5)',
  light: 'saturate(0.5) opacity(0.75)',
};

export class PictureTiles extends BaseTiles {
  constructor(message: SetBaseMap, theme: MapTheme, onPainted: (painted: TilesPainted) => void) {
    super(message, theme, message.tile_px, onPainted);
    const options: L.GridLayerOptions = this.options;
    options.maxNativeZoom = message.max_zoom + Math.log2(this.sidePx / 256);
  }

  protected override async paint(canvas: HTMLCanvasElement, at: Tile): Promise<Outcome> {
    const tile = { ...at, z: at.z - Math.log2(this.sidePx / 256) };
    const picture = await this.picture(tile);
    if (picture === undefined) return 'empty';
    const context = this.contextOf(canvas);
    context.filter = CALM[this.theme.name];
    context.drawImage(picture, 0, 0, this.sidePx, this.sidePx);
    return 'drawn';
  }

  private picture(tile: Tile): Promise<CanvasImageSource | undefined> {
    const { form, address } = this.message;
    if (form === 'raster') return ownPicture(templateAddress(address, tile));
    const there =
      form === 'wms' ? wmsAddress(address, tile, this.sidePx) : templateAddress(address, tile);
    return foreignPicture(there);
  }
}

/** Fetches from the application, whose answer is empty where there is no tile. */
async function ownPicture(address: string): Promise<ImageBitmap | undefined> {
  const response = await fetch(address);
  // Reading the body of a refused answer would wait for ever.
  if (!response.ok) throw new Error(`${address} can't be had`);
  const content = await response.blob();
  return content.size === 0 ? undefined : createImageBitmap(content);
}

/** Loads as a document does; a fetch would need the server's consent. */
export async function foreignPicture(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.referrerPolicy = 'no-referrer';
  image.src = address;
  await image.decode();
  return image;
}
