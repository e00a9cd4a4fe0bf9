/** Leaflet puts latitude first; nobody but this file does. */
import L from 'leaflet';
import { type Degrees, type Point, toDegrees } from '../core/projection';

export function toLatLng(place: Degrees): L.LatLng {
  return L.latLng(place.lat, place.lon);
}

export function latLngOfWorld(at: Point): L.LatLng {
  return toLatLng(toDegrees(at));
}

export function fromLatLng(place: L.LatLng): Degrees {
  return { lon: place.lng, lat: place.lat };
}
