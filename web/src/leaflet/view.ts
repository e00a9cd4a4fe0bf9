/** What of the world is in view: tells the desktop, and moves there when the desktop says so. */
import L from 'leaflet';
import type { FitView, ResumeView, Reveal, ViewportChanged } from '../bridge/message';
import { fromLatLng, latLngOfWorld, toLatLng } from './degrees';

/** Pixels that a revealed place must be away from the edge to count as in view. */
const REVEAL_MARGIN = 28;
/** Pixels between a fitted box and the map's edges. */
const FIT_PADDING = 40;
/** The same of the opening view: what stands at the foot takes more than what stands at the head. */
const OPENING_PADDING = { side: 28, head: 24, foot: 40 } as const;

/**
 * Tells of every view the map comes to rest at; of a zoomed one before the animation, so that its
 * marks are there when it ends.
 */
export function watchView(map: L.Map, tell: (view: ViewportChanged) => void): void {
  let told = '';
  const say = (center: L.LatLng, zoom: number) => {
    const view = viewportAt(map, center, zoom);
    const text = JSON.stringify(view);
    if (text !== told) tell(view);
    told = text;
  };
  map.on('moveend resize', () => say(map.getCenter(), map.getZoom()));
  map.on('zoomanim', (event: L.ZoomAnimEvent) => say(event.center, event.zoom));
  say(map.getCenter(), map.getZoom());
}

/** Fits boxes; the opening one again whenever the map's size changes, until somebody moves it. */
export class Fitting {
  private opening: FitView | undefined;
  private touched = false;
  private foot = 0;

  constructor(private readonly map: L.Map) {
    for (const act of ['pointerdown', 'wheel', 'keydown']) {
      map.getContainer().addEventListener(act, () => this.touch(), { passive: true });
    }
    map.on('resize', () => {
      this.foot = 0;
      if (this.opening) this.show(this.opening);
    });
  }

  fit(message: FitView): void {
    if (!message.opening) this.touch();
    else if (this.touched) return;
    else this.opening = message;
    this.show(message);
  }

  /**
   * Keeps the opening view above what stands along the foot.
   *
   * The room only grows, until the map's size changes: a view that moved with every word of a legend would not rest.
   */
  setFoot(heightPx: number): void {
    if (heightPx <= this.foot) return;
    this.foot = heightPx;
    if (this.opening) this.show(this.opening);
  }

  /** The view is somebody's own from now on. */
  touch(): void {
    this.touched = true;
    this.opening = undefined;
  }

  private show({ west, south, east, north, max_zoom: maxZoom, opening }: FitView): void {
    const corners = [
      { lon: west, lat: south },
      { lon: east, lat: north },
    ];
    const bounds = L.latLngBounds(corners.map(toLatLng));
    if (!opening) {
      this.map.fitBounds(bounds, { padding: L.point(FIT_PADDING, FIT_PADDING), maxZoom });
      return;
    }
    const { side, head, foot } = OPENING_PADDING;
    const snap = this.map.options.zoomSnap;
    // The opening view is nobody's step of a zoom: it may fill the map to the last pixel.
    this.map.options.zoomSnap = 0;
    this.map.fitBounds(bounds, {
      paddingTopLeft: L.point(side, head),
      paddingBottomRight: L.point(side, Math.max(foot, this.foot + side)),
      maxZoom,
      animate: false,
    });
    this.map.options.zoomSnap = snap;
  }
}

/** Shows what a page before this one showed. */
export function resume(map: L.Map, { x, y, zoom }: ResumeView): void {
  map.setView(latLngOfWorld({ x, y }), zoom, { animate: false });
}

/** Moves to a place only if it is not in view; returns whether it moved. */
export function reveal(map: L.Map, { x, y, zoom }: Reveal): boolean {
  const place = latLngOfWorld({ x, y });
  const at = map.latLngToContainerPoint(place);
  const size = map.getSize();
  const inView =
    at.x >= REVEAL_MARGIN &&
    at.y >= REVEAL_MARGIN &&
    at.x <= size.x - REVEAL_MARGIN &&
    at.y <= size.y - REVEAL_MARGIN;
  if (!inView) map.setView(place, Math.max(zoom, map.getZoom()));
  return !inView;
}

function viewportAt(map: L.Map, center: L.LatLng, zoom: number): ViewportChanged {
  const size = map.getSize();
  const middle = map.project(center, zoom);
  const southWest = fromLatLng(map.unproject(middle.add([-size.x / 2, size.y / 2]), zoom));
  const northEast = fromLatLng(map.unproject(middle.add([size.x / 2, -size.y / 2]), zoom));
  return {
    kind: 'viewport_changed',
    west: southWest.lon,
    south: southWest.lat,
    east: northEast.lon,
    north: northEast.lat,
    zoom,
    width: size.x,
    height: size.y,
  };
}
