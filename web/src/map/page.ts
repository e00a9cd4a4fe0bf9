/** The whole page: layers, controls and the desktop's messages, put together. */
import L from 'leaflet';
import type { Channel } from '../bridge/channel';
import type {
  ClusterOpened,
  FitView,
  MapTheme,
  ResumeView,
  Reveal,
  SetBaseMap,
  SetHint,
  SetLayers,
  SetMarks,
  SetSelection,
  SetTiles,
  Texts,
  Welcome,
} from '../bridge/message';
import { BaseMap } from '../leaflet/base_map';
import { Hint } from '../leaflet/hint';
import { Icons } from '../leaflet/icon';
import { Interaction } from '../leaflet/interaction';
import { Legend } from '../leaflet/legend';
import { createMap, isCalm } from '../leaflet/map';
import { MarkLayer } from '../leaflet/mark_layer';
import type { Style } from '../leaflet/mark_painter';
import { NameLayer } from '../leaflet/name_layer';
import { Readout } from '../leaflet/readout';
import { Sketch } from '../leaflet/sketch';
import { Fitting, resume, reveal, watchView } from '../leaflet/view';
import { Layers } from './layers';

export class Page {
  private readonly map: L.Map;
  private readonly fitting: Fitting;
  private readonly baseMap: BaseMap;
  private readonly marks: MarkLayer;
  readonly layers: Layers;
  readonly sketch: Sketch;
  private readonly names: NameLayer;
  private readonly hint: Hint;
  private readonly icons = new Icons(() => {
    this.marks.redraw();
    this.layers.overlays.redraw();
  });
  private readonly legend: Legend;
  private readonly readout: Readout;
  private readonly interaction: Interaction;
  private texts: Texts;
  private readonly scaleControl = L.control.scale({ imperial: false, position: 'bottomright' });
  private zoomControl: L.Control.Zoom | undefined;
  private early: SetMarks | undefined;
  private zoomTarget: number | undefined;

  constructor(element: HTMLElement, channel: Channel, { texts, theme }: Welcome) {
    this.texts = texts;
    this.map = createMap(element);
    this.fitting = new Fitting(this.map);
    this.baseMap = new BaseMap(this.map, texts, theme, (painted) => channel.send(painted));
    this.names = new NameLayer(theme);
    this.marks = new MarkLayer(this.markStyle(texts, theme), isCalm(), (painted) =>
      channel.send({
        kind: 'painted',
        sequence: painted.sequence,
        generation: painted.generation,
        marks: painted.marks,
        paint_ms: painted.paintMs,
      }),
    );
    this.hint = new Hint(element, texts, theme);
    this.readout = new Readout(texts);
    this.legend = new Legend(texts, theme, (heightPx) => this.leaveFoot(heightPx));
    this.layers = new Layers(this.map, theme, this.icons, channel, (areas, missing) => {
      this.names.setAreas(areas);
      this.readout.setAreas(areas, missing);
    });
    this.sketch = new Sketch(this.map, texts, theme, {
      onAreaDrawn: (corners) => channel.send({ kind: 'area_drawn', corners }),
      onToolEnded: (tool) => channel.send({ kind: 'tool_ended', tool }),
    });
    const listeners = {
      onReportChosen: (report: string) => channel.send({ kind: 'report_chosen', report }),
      onReportHovered: (report: string) => channel.send({ kind: 'report_hovered', report }),
      onClusterOpened: (cluster: Omit<ClusterOpened, 'kind'>) =>
        channel.send({ kind: 'cluster_opened', ...cluster }),
    };
    this.interaction = new Interaction(
      this.map,
      this.marks,
      this.layers.overlays,
      this.hint,
      listeners,
      () => this.sketch.isBusy,
    );
    this.names.addTo(this.map);
    this.marks.addTo(this.map);
    this.legend.addTo(this.map);
    this.layers.legend.addTo(this.map);
    this.setStyle(texts, theme);
    this.holdMarksWhileZooming();
    watchView(this.map, (view) => channel.send(view));
  }

  setTheme(theme: MapTheme): void {
    this.setStyle(this.texts, theme);
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    const root = document.documentElement;
    root.lang = texts.language;
    root.dataset.theme = theme.name;
    for (const name of SURFACES) root.style.setProperty(`--${name}`, theme[name]);
    this.map.getContainer().setAttribute('aria-label', `${texts.map_name}. ${texts.keys}`);
    this.map.getContainer().setAttribute('role', 'application');
    this.setControls(texts, theme.presentation.controls);
    this.readout.setTexts(texts);
    this.hint.setStyle(texts, theme);
    this.legend.setStyle(texts, theme);
    this.baseMap.setStyle(texts, theme);
    this.sketch.setStyle(texts, theme);
    this.layers.setTheme(theme);
    this.names.setTheme(theme);
    this.marks.setStyle(this.markStyle(texts, theme));
  }

  private markStyle(texts: Texts, theme: MapTheme): Style {
    return { theme, language: texts.language, icons: this.icons };
  }

  /** Puts up what only somebody with a pointer can use, or takes it away. */
  private setControls(texts: Texts, wanted: boolean): void {
    this.zoomControl?.remove();
    this.zoomControl = L.control.zoom({
      position: 'topright',
      zoomInTitle: texts.zoom_in,
      zoomOutTitle: texts.zoom_out,
    });
    for (const control of [this.zoomControl, this.scaleControl, this.readout]) {
      if (wanted) control.addTo(this.map);
      else control.remove();
    }
  }

  /** Shows marks; those of a zoom that is still being animated wait until it ends. */
  setMarks(message: SetMarks): void {
    if (this.zoomTarget !== undefined && message.zoom === this.zoomTarget) {
      this.early = message;
      return;
    }
    this.early = undefined;
    this.marks.setMarks(message);
    this.names.setMarks(this.marks.marks);
    this.legend.setMarks(this.marks.marks);
    this.interaction.refresh();
  }

  setSelection(message: SetSelection): void {
    this.marks.setSelection(message);
  }

  setHint(message: SetHint): void {
    this.hint.setLines(message);
  }

  setBaseMap(message: SetBaseMap): void {
    this.baseMap.set(message);
    this.layers.layOver(this.baseMap.isThere);
  }

  setTiles(message: SetTiles): void {
    this.layers.overlays.setTiles(message);
    this.nameOwners();
  }

  /** Whose maps lie over the base map stands beside whose that is. */
  private nameOwners(): void {
    const owners = this.layers.overlays.tileSources.map(
      ({ name, attribution }) => `${name}: ${attribution}`,
    );
    this.baseMap.setOthers(owners);
  }

  /** Leaves what stands along the foot its room. */
  private leaveFoot(heightPx: number): void {
    document.documentElement.style.setProperty('--foot', `${heightPx}px`);
    this.fitting.setFoot(heightPx);
  }

  resume(message: ResumeView): void {
    this.fitting.touch();
    resume(this.map, message);
  }

  fit(message: FitView): void {
    this.fitting.fit(message);
  }

  reveal(message: Reveal): void {
    if (reveal(this.map, message)) this.fitting.touch();
  }

  setLayers(message: SetLayers): void {
    this.layers.setLayers(message);
    this.nameOwners();
    this.names.setOpacity(message.names_opacity);
    this.marks.setOpacity(message.marks_opacity);
    this.legend.setShown(message.marks_opacity > 0);
  }

  private holdMarksWhileZooming(): void {
    this.map.on('zoomanim', (event: L.ZoomAnimEvent) => {
      this.zoomTarget = event.zoom;
    });
    this.map.on('zoomend', () => {
      this.zoomTarget = undefined;
      if (this.early !== undefined) this.setMarks(this.early);
    });
  }
}

const SURFACES = ['sea', 'land', 'surface', 'line', 'hover', 'text', 'dim_text', 'accent'] as const;
