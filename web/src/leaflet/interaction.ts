/** Pointer and keyboard on marks: hovering, clicking, walking from mark to mark. */
import type L from 'leaflet';
import type { ClusterOpened } from '../bridge/message';
import { isSingle, type Mark, readingOrder } from '../core/mark';
import { pixelsPerUnit, toWorld } from '../core/projection';
import { fromLatLng, latLngOfWorld } from './degrees';
import type { Hint } from './hint';
import type { MarkLayer } from './mark_layer';
import type { OverlayLayer } from './overlay_layer';

export interface MarkListeners {
  onReportChosen(report: string): void;
  onReportHovered(report: string): void;
  onClusterOpened(cluster: Omit<ClusterOpened, 'kind'>): void;
}

/**
 * Makes marks react, unless the pointer is busy otherwise: N and Shift+N walk through those in view, Enter opens, Escape leaves. */
export class Interaction {
  private hovered: Mark | undefined;
  private walked: Mark | undefined;

  constructor(
    private readonly map: L.Map,
    private readonly layer: MarkLayer,
    private readonly overlays: Pick<OverlayLayer, 'hintAt'>,
    private readonly hint: Hint,
    private readonly listeners: MarkListeners,
    private readonly isBusy: () => boolean,
  ) {
    map.on('mousemove', (event: L.LeafletMouseEvent) => this.onMove(event));
    map.on('mouseout movestart zoomstart', () => this.leave());
    map.on('click', (event: L.LeafletMouseEvent) => this.onClick(event));
    map.getContainer().addEventListener('keydown', (event) => this.onKey(event));
    map.getContainer().addEventListener('blur', () => this.leave());
  }

  /** Drops what is hovered or walked to, because other marks came. */
  refresh(): void {
    const known = (mark: Mark | undefined) => mark !== undefined && this.layer.marks.includes(mark);
    if (!known(this.hovered) && !known(this.walked)) this.leave();
  }

  private onMove(event: L.LeafletMouseEvent): void {
    if (this.isBusy()) {
      if (this.hovered !== undefined) this.leave();
      return;
    }
    const mark = this.markUnder(event.latlng);
    if (mark === undefined && this.hovered === undefined) {
      if (this.walked === undefined) this.describePoint(event.containerPoint);
      return;
    }
    if (mark === this.hovered) return;
    this.leave();
    this.hovered = mark;
    if (mark === undefined) return;
    this.map.getContainer().classList.add('map-over-mark');
    // Two quick clicks on a mark are two clicks, not a wish to zoom.
    this.map.doubleClickZoom.disable();
    this.describe(mark);
  }

  private onClick(event: L.LeafletMouseEvent): void {
    if (this.isBusy()) return;
    const mark = this.markUnder(event.latlng);
    if (mark !== undefined) this.open(mark);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === 'n') this.walk(event.shiftKey ? -1 : 1);
    else if (key === 'enter' && this.walked !== undefined) this.open(this.walked);
    else if (key === 'escape' && this.walked !== undefined) this.leave();
    else return;
    event.preventDefault();
  }

  private walk(step: 1 | -1): void {
    const view = this.map.getBounds();
    const seen = this.layer.marks.filter((mark) => view.contains(latLngOfWorld(mark)));
    const order = readingOrder(seen, pixelsPerUnit(this.map.getZoom()));
    if (order.length === 0) return;
    const at = this.walked === undefined ? -1 : order.indexOf(this.walked);
    const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
    const mark = order[(next + order.length) % order.length];
    this.leave();
    this.walked = mark;
    this.layer.setFocus(mark);
    if (mark === undefined) return;
    this.describe(mark);
    this.hint.speak();
  }

  private open(mark: Mark): void {
    if (isSingle(mark)) {
      this.listeners.onReportChosen(mark.report);
      return;
    }
    const deepest = this.map.getZoom() >= this.map.getMaxZoom();
    this.listeners.onClusterOpened({ x: mark.x, y: mark.y, deepest });
  }

  private describe(mark: Mark): void {
    const { x, y } = this.map.latLngToContainerPoint(latLngOfWorld(mark));
    this.hint.show(mark, { x, y });
    if (isSingle(mark)) this.listeners.onReportHovered(mark.report);
  }

  private describePoint(at: L.Point): void {
    const words = this.overlays.hintAt(at, (world) =>
      this.map.latLngToContainerPoint(latLngOfWorld(world)),
    );
    this.hint.showWords(words, at);
  }

  private leave(): void {
    this.hovered = undefined;
    this.walked = undefined;
    this.layer.setFocus(undefined);
    this.hint.hide();
    this.map.getContainer().classList.remove('map-over-mark');
    if (!this.isBusy()) this.map.doubleClickZoom.enable();
  }

  private markUnder(place: L.LatLng): Mark | undefined {
    return this.layer.markUnder(toWorld(fromLatLng(place)), this.map.getZoom());
  }
}
