/** A small map with one pin: tap, or move the map under the keys, to say where something is. */
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { fromLatLng, toLatLng } from '../leaflet/degrees';
import { createMap } from '../leaflet/map';
import { drawBorders, readBorders } from '../page/borders';
import { t } from '../page/words';
import type { Spot } from './report_act';

const NEAR_ZOOM = 16;

export interface PinMapProps {
  readonly spot: Spot | null;
  /** West, south, east, north in degrees; null where no area is loaded. */
  readonly bounds: readonly [number, number, number, number] | null;
  readonly onPin: (at: { lon: number; lat: number }) => void;
}

export function PinMap({ spot, bounds, onPin }: PinMapProps) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const pin = useRef<L.Marker | null>(null);
  const told = useRef(onPin);
  told.current = onPin;

  useEffect(() => {
    if (place.current === null) return;
    const made = createMap(place.current);
    map.current = made;
    made.addControl(L.control.zoom({ zoomInTitle: t('Nearer'), zoomOutTitle: t('Further away') }));
    made.on('click', ({ latlng }) => told.current(fromLatLng(latlng)));
    if (spot !== null) made.setView(toLatLng(spot), NEAR_ZOOM, { animate: false });
    else if (bounds !== null) made.fitBounds(boundsOf(bounds), { animate: false });
    const gone = new AbortController();
    // Nothing where nobody answers: the map takes pins without them.
    void readBorders(gone.signal).then(
      (told) => drawBorders(made, told),
      () => undefined,
    );
    return () => {
      gone.abort();
      made.remove();
      map.current = null;
      pin.current = null;
    };
  }, []);

  useEffect(() => {
    const made = map.current;
    if (made === null || spot === null) return;
    const at = toLatLng(spot);
    if (pin.current === null) pin.current = addPin(made, at, (moved) => told.current(moved));
    else pin.current.setLatLng(at);
    if (!made.getBounds().contains(at)) made.setView(at, NEAR_ZOOM, { animate: false });
  }, [spot]);

  const putHere = () => {
    const made = map.current;
    if (made !== null) told.current(fromLatLng(made.getCenter()));
  };
  return (
    <div class="pin-map">
      <p class="dim">{t('Tap the place, or drag the pin.')}</p>
      <div class="map" ref={place} role="application" aria-label={t('Map')} />
      <button type="button" class="wide" onClick={putHere}>
        {t('Put the pin in the middle of the map')}
      </button>
    </div>
  );
}

function addPin(map: L.Map, at: L.LatLng, onMoved: (at: { lon: number; lat: number }) => void) {
  const icon = L.divIcon({ className: 'pin', iconSize: [32, 32], iconAnchor: [16, 32] });
  const pin = L.marker(at, { icon, draggable: true, keyboard: false, alt: t('Pin') }).addTo(map);
  pin.on('dragend', () => onMoved(fromLatLng(pin.getLatLng())));
  return pin;
}

function boundsOf([west, south, east, north]: readonly [number, number, number, number]) {
  return L.latLngBounds(toLatLng({ lon: west, lat: south }), toLatLng({ lon: east, lat: north }));
}
