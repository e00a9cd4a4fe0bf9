import { describe, expect, test } from 'vitest';
import {
  metres,
  parentOf,
  templateAddress,
  tilesIn,
  wmsAddress,
  worldBox,
} from '../../src/core/tile';

const HALF = 20037508.342789244;

describe('templates', () => {
  test('zoom, column and row take their places, wherever and however often they stand', () => {
    const address = templateAddress('https://a/{z}/{x}/{y}.png?t={z}-{x}-{y}', {
      z: 3,
      x: 1,
      y: 2,
    });
    expect(address).toBe('https://a/3/1/2.png?t=3-1-2');
  });

  test('rows are counted from the south where the template asks for it', () => {
    expect(templateAddress('{z}/{x}/{-y}', { z: 3, x: 1, y: 2 })).toBe('3/1/5');
  });
});

describe('boxes in metres', () => {
  test('the only tile of the farthest zoom is the whole world', () => {
    expect(metres({ z: 0, x: 0, y: 0 })).toEqual([-HALF, -HALF, HALF, HALF]);
  });

  test('the north-western quarter lies west and north of the middle', () => {
    expect(metres({ z: 1, x: 0, y: 0 })).toEqual([-HALF, 0, 0, HALF]);
  });

  test('neighbours share a side', () => {
    const [, , east] = metres({ z: 12, x: 3263, y: 2118 });
    const [west] = metres({ z: 12, x: 3264, y: 2118 });
    expect(east).toBeCloseTo(west, 6);
  });
});

describe('tiles of a box', () => {
  const half = 2 ** 29;

  test('those that it touches, and no others', () => {
    const box = { west: half - 1, north: half + 1, east: half + 1, south: half + 2 };
    expect(tilesIn(box, 1)).toEqual([
      { z: 1, x: 0, y: 1 },
      { z: 1, x: 1, y: 1 },
    ]);
  });

  test('none beyond the edge of the world', () => {
    const box = { west: -half, north: -half, east: 4 * half, south: 4 * half };
    expect(tilesIn(box, 0)).toEqual([{ z: 0, x: 0, y: 0 }]);
    expect(tilesIn(box, 2)).toHaveLength(16);
  });

  test('each lies in the one of the farther zoom that stands in for it', () => {
    const tile = { z: 12, x: 3263, y: 2119 };
    const parent = parentOf(tile);
    expect(parent).toEqual({ z: 11, x: 1631, y: 1059 });
    const [own, whole] = [worldBox(tile), worldBox(parent ?? tile)];
    expect(own.west >= whole.west && own.east <= whole.east).toBe(true);
    expect(own.north >= whole.north && own.south <= whole.south).toBe(true);
    expect(parentOf({ z: 0, x: 0, y: 0 })).toBeUndefined();
  });
});

describe('a WMS', () => {
  const asked = (base: string) => new URL(wmsAddress(base, { z: 1, x: 0, y: 0 }, 256)).searchParams;

  test('is asked for a picture of the tile in the map’s own projection', () => {
    const address = asked('https://maps.example.org/wms?map=a&LAYERS=roads,water');
    expect(Object.fromEntries(address)).toEqual({
      SERVICE: 'WMS',
      REQUEST: 'GetMap',
      VERSION: '1.3.0',
      STYLES: '',
      FORMAT: 'image/png',
      TRANSPARENT: 'FALSE',
      MAP: 'a',
      LAYERS: 'roads,water',
      CRS: 'EPSG:3857',
      BBOX: `${-HALF},0,0,${HALF}`,
      WIDTH: '256',
      HEIGHT: '256',
    });
  });

  test('that lies over something is asked for what is clear where there is nothing', () => {
    const address = wmsAddress('https://a/wms?LAYERS=a', { z: 1, x: 0, y: 0 }, 256, true);
    expect(new URL(address).searchParams.get('TRANSPARENT')).toBe('TRUE');
  });

  test('of an older version is asked by the older name of the projection', () => {
    const address = asked('https://maps.example.org/wms?layers=a&version=1.1.1');
    expect([address.get('SRS'), address.has('CRS')]).toEqual(['EPSG:3857', false]);
  });

  test('is asked as the setting says where the setting says something', () => {
    expect(asked('https://maps.example.org/wms?layers=a&format=image/jpeg').get('FORMAT')).toBe(
      'image/jpeg',
    );
  });
});
