/** What lies under the marks: areas, and the layers that somebody put over them. */
import type L from 'leaflet';
import type { Channel } from '../bridge/channel';
import type {
  MapTheme,
  ReadShapes,
  SetHeat,
  SetLayers,
  SetShading,
  Trouble,
} from '../bridge/message';
import { type Area, type AreaFile, readLand } from '../core/area';
import { readShapes, type ShapeFile } from '../core/shapes';
import { AreaLayer } from '../leaflet/area_layer';
import { AreaPaths } from '../leaflet/area_paths';
import { FigureLegend } from '../leaflet/figure_legend';
import type { Icons } from '../leaflet/icon';
import { OverlayLayer } from '../leaflet/overlay_layer';

const AREAS_URL = '../areas.geojson';
const SHAPES_URL = '../layers';

export class Layers {
  readonly overlays: OverlayLayer;
  readonly legend: FigureLegend;
  private readonly paths = new AreaPaths();
  private readonly ground: AreaLayer;
  private readonly areas: AreaLayer;
  private areasRevision = 0;
  private areasPainted = true;
  private readonly revisions = new Map<string, number>();
  private heat: SetHeat | undefined;
  private shading: SetShading | undefined;

  /** @param onAreas hears of other areas, and whether they could not be had */
  constructor(
    private readonly map: L.Map,
    theme: MapTheme,
    icons: Icons,
    private readonly channel: Channel,
    private readonly onAreas: (areas: readonly Area[], missing: boolean) => void,
  ) {
    this.ground = new AreaLayer(theme, this.paths, () => undefined, 'land');
    this.areas = new AreaLayer(theme, this.paths, (paintMs) => this.onAreasPainted(paintMs));
    this.overlays = new OverlayLayer(
      theme,
      this.paths,
      icons,
      (keys) => channel.send({ kind: 'layers_painted', keys }),
      (painted) => channel.send(painted),
    );
    this.legend = new FigureLegend(theme);
    this.areas.addTo(map);
    this.overlays.addTo(map);
  }

  setTheme(theme: MapTheme): void {
    this.ground.setTheme(theme);
    this.areas.setTheme(theme);
    this.overlays.setTheme(theme);
    this.legend.setTheme(theme);
  }

  /** Lies over a base map or not: land then lies below that, to be seen where it has nothing. */
  layOver(isBaseMap: boolean): void {
    this.areas.setParts(isBaseMap ? 'lines' : 'both');
    if (isBaseMap) this.ground.addTo(this.map);
    else this.ground.remove();
  }

  setLayers(message: SetLayers): void {
    this.overlays.setLayers(message);
    this.explain();
  }

  setHeat(message: SetHeat): void {
    this.heat = message;
    this.overlays.setHeat(message);
    this.explain();
  }

  setShading(message: SetShading): void {
    this.shading = message;
    this.overlays.setShading(message);
    this.explain();
  }

  /** Fetches the borders of an edition, once, and draws them; an older fetch that ends later is dropped. */
  async readAreas(revision: number): Promise<void> {
    if (revision === this.areasRevision) return;
    this.areasRevision = revision;
    const response = await fetch(`${AREAS_URL}?${revision}`).catch(() => undefined);
    if (!response?.ok) {
      this.tellTrouble('areas', `edition ${revision} could not be fetched`);
      if (revision === this.areasRevision) this.onAreas([], true);
      return;
    }
    const file: AreaFile = await response.json();
    if (revision !== this.areasRevision) return;
    this.areasPainted = false;
    this.paths.setLand(readLand(file));
    this.ground.redraw();
    this.areas.redraw();
    this.overlays.redraw();
    this.onAreas(this.paths.areas, false);
  }

  /** Fetches the shapes of a layer; an older edition that arrives later is dropped. */
  async readShapes({ key, revision }: ReadShapes): Promise<void> {
    if (this.revisions.get(key) === revision) return;
    this.revisions.set(key, revision);
    const response = await fetch(`${SHAPES_URL}/${key}.json?${revision}`).catch(() => undefined);
    if (!response?.ok) {
      this.tellTrouble('layers', `edition ${revision} of ${key} could not be fetched`);
      return;
    }
    const file: ShapeFile = await response.json();
    if (this.revisions.get(key) === revision) this.overlays.setShapes(key, readShapes(file));
  }

  private explain(): void {
    const figures = [
      this.overlays.shows('shading') ? this.shading : undefined,
      this.overlays.shows('heat') ? this.heat : undefined,
    ];
    this.legend.setFigures(figures.filter((each) => each !== undefined));
  }

  private tellTrouble(where: Trouble['where'], text: string): void {
    this.channel.send({ kind: 'trouble', where, text });
  }

  private onAreasPainted(paintMs: number): void {
    if (this.areasPainted) return;
    this.areasPainted = true;
    this.channel.send({
      kind: 'areas_painted',
      revision: this.areasRevision,
      areas: this.paths.areas.length,
      paint_ms: paintMs,
    });
  }
}
