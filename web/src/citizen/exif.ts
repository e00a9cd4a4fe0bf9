/**
 * Where a photo was taken, as the camera wrote it into the file (EXIF).
 *
 * Owns the reading of the few fields that say so; everything else in the file is passed over. Degrees, EPSG:4326.
 */

export interface Taken {
  readonly lon: number;
  readonly lat: number;
}

const JPEG = 0xffd8;
const APP1 = 0xffe1;
const START_OF_SCAN = 0xffda;
const EXIF = 0x45786966;
const GPS_POINTER = 0x8825;

/** Number of the field → its value's place in the view. */
type Fields = ReadonlyMap<number, number>;

/** Returns where a JPEG was taken; null where it does not say, or is none. */
export function placeOfPhoto(file: ArrayBuffer): Taken | null {
  try {
    const tiff = tiffOf(new DataView(file));
    return tiff === null ? null : gpsOf(tiff);
  } catch {
    // A file that ends too early, or leads out of itself.
    return null;
  }
}

/** Finds the EXIF segment; the view begins where its offsets count from. */
function tiffOf(view: DataView): DataView | null {
  if (view.getUint16(0) !== JPEG) return null;
  for (let at = 2; at + 10 < view.byteLength; ) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker === START_OF_SCAN) return null;
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) {
      return new DataView(view.buffer, view.byteOffset + at + 10, length - 8);
    }
    at += 2 + length;
  }
  return null;
}

function gpsOf(tiff: DataView): Taken | null {
  const little = tiff.getUint16(0) === 0x4949;
  const first = fieldsAt(tiff, tiff.getUint32(4, little), little);
  const pointer = first.get(GPS_POINTER);
  if (pointer === undefined) return null;
  const gps = fieldsAt(tiff, tiff.getUint32(pointer, little), little);
  const lat = degrees(tiff, gps, 1, 2, 'S', little);
  const lon = degrees(tiff, gps, 3, 4, 'W', little);
  // Cameras without a fix write zeroes.
  if (lat === null || lon === null || (lat === 0 && lon === 0)) return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : null;
}

function fieldsAt(tiff: DataView, start: number, little: boolean): Fields {
  const count = tiff.getUint16(start, little);
  const entries = Array.from({ length: count }, (_, index) => start + 2 + index * 12);
  return new Map(entries.map((at) => [tiff.getUint16(at, little), at + 8]));
}

/** Reads degrees, minutes and seconds, each a fraction of two 32-bit numbers. */
function degrees(
  tiff: DataView,
  gps: Fields,
  side: number,
  value: number,
  negative: string,
  little: boolean,
): number | null {
  const sideAt = gps.get(side);
  const valueAt = gps.get(value);
  if (sideAt === undefined || valueAt === undefined) return null;
  const start = tiff.getUint32(valueAt, little);
  const part = (index: number) =>
    tiff.getUint32(start + index * 8, little) /
    (tiff.getUint32(start + index * 8 + 4, little) || 1);
  const found = part(0) + part(1) / 60 + part(2) / 3600;
  return String.fromCharCode(tiff.getUint8(sideAt)) === negative ? -found : found;
}
