/** Fetches vector tiles of the archive in use and reads their shapes. */
import type Point from '@mapbox/point-geometry';
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import Protobuf from 'pbf';
import type { Feature, TileSource, Zxy } from 'protomaps-leaflet';
import { templateAddress } from '../core/tile';

type Layers = Map<string, Feature[]>;

export class ArchiveSource implements TileSource {
  private zoom = -1;
  private wanted = new AbortController();

  constructor(private readonly template: string) {}

  /**
   * Returns the shapes of a tile by layer, in pixels from its corner; no layers where there is no tile.
   *
   * Tiles of a zoom that was left are no longer wanted: what is still on its way is called off.
   */
  async get(tile: Zxy, tilePx: number): Promise<Layers> {
    if (tile.z !== this.zoom) {
      this.wanted.abort();
      this.wanted = new AbortController();
      this.zoom = tile.z;
    }
    const response = await fetch(templateAddress(this.template, tile), {
      signal: this.wanted.signal,
    });
    // Reading the body of a refused answer would wait for ever.
    if (!response.ok) throw new Error(`tile ${tile.z}/${tile.x}/${tile.y} can't be had`);
    return readLayers(await response.arrayBuffer(), tilePx);
  }
}

export function readLayers(content: ArrayBuffer, tilePx: number): Layers {
  const { layers } = new VectorTile(new Protobuf(content));
  return new Map(
    Object.entries(layers).map(([name, layer]) => {
      const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
      return [name, features.flatMap((feature) => shapeOf(feature, tilePx / layer.extent))];
    }),
  );
}

/** Returns a feature with its points in pixels; none for one whose kind is not said. */
function shapeOf(feature: VectorTileFeature, scale: number): Feature[] {
  if (feature.type === 0) return [];
  const geom = feature.loadGeometry();
  for (const point of geom.flat()) {
    point.x *= scale;
    point.y *= scale;
  }
  return [
    {
      props: feature.properties,
      geomType: feature.type,
      geom,
      numVertices: geom.flat().length,
      bbox: boxOf(geom),
    },
  ];
}

function boxOf(geom: readonly (readonly Point[])[]): Feature['bbox'] {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const { x, y } of geom.flat()) {
    box.minX = Math.min(box.minX, x);
    box.minY = Math.min(box.minY, y);
    box.maxX = Math.max(box.maxX, x);
    box.maxY = Math.max(box.maxY, y);
  }
  return box;
}
