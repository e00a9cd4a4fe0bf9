/** Addresses of tiles: of archives and XYZ servers by their template, of a WMS by the box it shows. */

import type { Box } from './area';
import { WORLD_SIZE } from './projection';

/** A tile; rows count from the north. */
export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Metres from the middle of the world's square to its edge, EPSG:3857. */
const HALF_WORLD_M = 20037508.342789244;

const WMS_DEFAULTS: Readonly<Record<string, string>> = {
  service: 'WMS',
  request: 'GetMap',
  version: '1.3.0',
  styles: '',
  format: 'image/png',
};

/** Fills a template with `{z}`, `{x}`, and `{y}` or, for rows that count from the south, `{-y}`. */
export function templateAddress(template: string, { z, x, y }: Tile): string {
  return template
    .replaceAll('{z}', String(z))
    .replaceAll('{x}', String(x))
    .replaceAll('{-y}', String(2 ** z - 1 - y))
    .replaceAll('{y}', String(y));
}

/**
 * Returns the address at which a WMS draws a tile.
 *
 * @param base address with at least LAYERS; what it says itself stays as it is
 * @param sidePx width and height of the picture
 * @param over whether it is to lie over something else, so that what is nothing must be clear
 */
export function wmsAddress(base: string, tile: Tile, sidePx: number, over = false): string {
  const address = new URL(base);
  const said = new Map(
    [...address.searchParams].map(([name, value]) => [name.toLowerCase(), value]),
  );
  const transparent = over ? 'TRUE' : 'FALSE';
  const wanted: Record<string, string> = {
    ...WMS_DEFAULTS,
    transparent,
    ...Object.fromEntries(said),
  };
  // Before 1.3.0 the reference system had another name. East comes first in both for this one.
  const system = wanted.version === '1.3.0' ? 'crs' : 'srs';
  const all = {
    ...wanted,
    [system]: 'EPSG:3857',
    bbox: metres(tile).join(','),
    width: String(sidePx),
    height: String(sidePx),
  };
  address.search = '';
  for (const [name, value] of Object.entries(all))
    address.searchParams.set(name.toUpperCase(), value);
  return address.href;
}

/** West, south, east, north of a tile in metres, EPSG:3857. */
export function metres({ z, x, y }: Tile): readonly [number, number, number, number] {
  const side = (2 * HALF_WORLD_M) / 2 ** z;
  const west = x * side - HALF_WORLD_M;
  const north = HALF_WORLD_M - y * side;
  return [west, north - side, west + side, north];
}

/** The box of a tile in world units. */
export function worldBox({ z, x, y }: Tile): Box {
  const side = WORLD_SIZE / 2 ** z;
  return { west: x * side, north: y * side, east: (x + 1) * side, south: (y + 1) * side };
}

/** The tiles of a zoom that a box in world units touches, row by row. */
export function tilesIn({ west, north, east, south }: Box, z: number): Tile[] {
  const side = WORLD_SIZE / 2 ** z;
  const last = 2 ** z - 1;
  const [left, right] = [
    Math.max(0, Math.floor(west / side)),
    Math.min(last, Math.floor(east / side)),
  ];
  const [top, foot] = [
    Math.max(0, Math.floor(north / side)),
    Math.min(last, Math.floor(south / side)),
  ];
  const tiles: Tile[] = [];
  for (let y = top; y <= foot; y += 1) {
    for (let x = left; x <= right; x += 1) tiles.push({ z, x, y });
  }
  return tiles;
}

/** The tile of the zoom before that holds a tile; none above the whole world. */
export function parentOf({ z, x, y }: Tile): Tile | undefined {
  return z === 0 ? undefined : { z: z - 1, x: x >> 1, y: y >> 1 };
}
