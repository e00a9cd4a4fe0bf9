/** The layers between the ground and the names, on one canvas: heat, shading, points, shapes, tiles. */
import type {
  LayerLook,
  MapTheme,
  SetHeat,
  SetLayers,
  SetPoints,
  SetShading,
  SetTiles,
  TilesPainted,
} from '../bridge/message';
import { overlaps } from '../core/area';
import { bytesOf, heatPixels } from '../core/heat';
import type { Point } from '../core/projection';
import type { Shapes } from '../core/shapes';
import type { AreaPaths } from './area_paths';
import { CanvasLayer, type Frame, frameBox, toCanvas } from './canvas_layer';
import type { Icons } from './icon';
import { hatching, paintPill, pillAt, tracePath } from './overlay_painter';
import { OverlayTiles } from './overlay_tiles';

interface Heat {
  readonly message: SetHeat;
  readonly picture: HTMLCanvasElement;
}

export class OverlayLayer extends CanvasLayer {
  private looks: readonly LayerLook[] = [];
  private heat: Heat | undefined;
  private shading: SetShading | undefined;
  private readonly points = new Map<string, SetPoints>();
  private readonly shapes = new Map<string, Shapes>();
  private readonly tiles = new Map<string, OverlayTiles>();
  private drawnKeys = '';

  /**
   * @param onDrawn hears of the keys of layers that had something to draw, when they are others
   * @param onTiles hears how the tiles of a layer went
   */
  constructor(
    private theme: MapTheme,
    private readonly areas: AreaPaths,
    private readonly icons: Icons,
    private readonly onDrawn: (keys: string) => void,
    private readonly onTiles: (painted: TilesPainted) => void,
  ) {
    super('overlays');
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.redraw();
  }

  setLayers({ layers }: SetLayers): void {
    this.looks = layers;
    const kept = new Set(layers.map(({ key }) => key));
    for (const content of [this.shapes, this.points, this.tiles]) {
      for (const key of content.keys()) if (!kept.has(key)) content.delete(key);
    }
    this.redraw();
  }

  setHeat(message: SetHeat): void {
    this.heat = { message, picture: heatPicture(message) };
    this.redraw();
  }

  setShading(message: SetShading): void {
    this.shading = message;
    this.redraw();
  }

  setPoints(message: SetPoints): void {
    this.points.set(message.key, message);
    this.redraw();
  }

  setShapes(key: string, shapes: Shapes): void {
    this.shapes.set(key, shapes);
    this.redraw();
  }

  setTiles(message: SetTiles): void {
    const tiles = new OverlayTiles(message, () => this.redraw(), this.onTiles);
    this.tiles.set(message.key, tiles);
    this.redraw();
  }

  /** What the tiles of the layers that are shown come from, from the ground up. */
  get tileSources(): SetTiles[] {
    return this.looks.flatMap(({ key }) => this.tiles.get(key)?.source ?? []);
  }

  shows(draws: LayerLook['draws']): boolean {
    return this.looks.some((look) => look.draws === draws);
  }

  /** The words of the uppermost point under a place of the canvas's map, in pixels of the container. */
  hintAt(at: Point, place: (world: Point) => Point): string | undefined {
    for (const { key } of this.looks.toReversed()) {
      const points = this.points.get(key);
      const found = points && pillAt(points, at, place);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  protected override draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const drawn: string[] = [];
    for (const look of this.looks) {
      context.save();
      context.globalAlpha = look.opacity;
      if (this.drawLayer(context, frame, look)) drawn.push(look.key);
      context.restore();
    }
    const keys = drawn.join(' ');
    if (keys === this.drawnKeys) return;
    this.drawnKeys = keys;
    this.onDrawn(keys);
  }

  private drawLayer(context: CanvasRenderingContext2D, frame: Frame, look: LayerLook): boolean {
    switch (look.draws) {
      case 'heat':
        return this.drawHeat(context, frame);
      case 'shading':
        return this.drawShading(context, frame);
      case 'points':
        return this.drawPoints(context, frame, look);
      case 'shapes':
        return this.drawShapes(context, frame, look);
      case 'tiles':
        return this.tiles.get(look.key)?.draw(context, frame) ?? false;
    }
  }

  private drawHeat(context: CanvasRenderingContext2D, frame: Frame): boolean {
    if (this.heat === undefined) return false;
    const { west, north, cell, columns, rows } = this.heat.message;
    const at = toCanvas(frame, { x: west, y: north });
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    const [width, height] = [columns * cell * frame.scale, rows * cell * frame.scale];
    context.drawImage(this.heat.picture, at.x, at.y, width, height);
    return true;
  }

  private drawShading(context: CanvasRenderingContext2D, frame: Frame): boolean {
    if (this.shading === undefined) return false;
    const { areas, classes, legend } = this.shading;
    const place = new Map(areas.map((code, index) => [code, classes[index] ?? -1] as const));
    const view = frameBox(frame);
    const { areas: paths, corner } = this.areas.at(frame.zoom);
    const at = toCanvas(frame, corner);
    context.translate(at.x, at.y);
    context.lineWidth = 1;
    context.strokeStyle = this.theme.land;
    for (const { area, path } of paths) {
      const entry = legend[place.get(area.code) ?? -1];
      if (entry === undefined || !overlaps(area.box, view)) continue;
      context.fillStyle = entry.hatched ? hatching(context, entry.color) : entry.color;
      context.fill(path, 'evenodd');
      context.stroke(path);
    }
    return true;
  }

  private drawPoints(context: CanvasRenderingContext2D, frame: Frame, { key }: LayerLook): boolean {
    const points = this.points.get(key);
    if (points === undefined) return false;
    points.x.forEach((x, index) => {
      const at = toCanvas(frame, { x, y: points.y[index] ?? 0 });
      if (at.x < -100 || at.y < -30 || at.x > frame.width + 100 || at.y > frame.height + 30) return;
      paintPill(context, points, index, at, this.theme, this.icons);
    });
    return true;
  }

  private drawShapes(context: CanvasRenderingContext2D, frame: Frame, look: LayerLook): boolean {
    const shapes = this.shapes.get(look.key);
    if (shapes === undefined) return false;
    const view = frameBox(frame);
    const corner = toCanvas(frame, shapes.corner);
    context.translate(corner.x, corner.y);
    context.lineJoin = 'round';
    context.lineWidth = look.width;
    context.strokeStyle = look.color;
    context.fillStyle = look.color;
    for (const { kind, rings, box } of shapes.shapes) {
      if (!overlaps(box, view)) continue;
      const path = tracePath(rings, shapes.corner, frame.scale, kind === 'polygon');
      if (kind === 'polygon') {
        context.globalAlpha = look.opacity * 0.2;
        context.fill(path, 'evenodd');
        context.globalAlpha = look.opacity;
      }
      context.stroke(path);
    }
    context.translate(-corner.x, -corner.y);
    for (const point of shapes.points) {
      const { x, y } = toCanvas(frame, point);
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      context.beginPath();
      context.arc(x, y, 2 + look.width, 0, 2 * Math.PI);
      context.fill();
    }
    return true;
  }
}

function heatPicture({ values, columns, rows, colors }: SetHeat): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = columns;
  picture.height = rows;
  const pixels = heatPixels(bytesOf(values), colors);
  const data = new ImageData(new Uint8ClampedArray(pixels), columns, rows);
  picture.getContext('2d')?.putImageData(data, 0, 0);
  return picture;
}
