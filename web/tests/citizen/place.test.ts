import { expect, test } from 'vitest';
import { distanceM } from '../../src/citizen/distance';
import { placeOfPhoto } from '../../src/citizen/exif';
import { routeOf } from '../../src/citizen/route';
import { pointsOf } from '../../src/page/borders';

/** A JPEG's beginning with what a camera writes of a place: degrees, minutes, seconds. */
function jpegAt(lat: readonly number[], south: string, lon: readonly number[], west: string) {
  const bytes = new DataView(new ArrayBuffer(200));
  const tiff = 12;
  const field = (at: number, tag: number, type: number, count: number, value: number) => {
    bytes.setUint16(at, tag);
    bytes.setUint16(at + 2, type);
    bytes.setUint32(at + 4, count);
    if (type === 2) bytes.setUint8(at + 8, value);
    else bytes.setUint32(at + 8, value);
  };
  const fractions = (at: number, parts: readonly number[]) => {
    parts.forEach((part, index) => {
      bytes.setUint32(tiff + at + index * 8, Math.round(part * 100));
      bytes.setUint32(tiff + at + index * 8 + 4, 100);
    });
  };
  bytes.setUint16(0, 0xffd8);
  bytes.setUint16(2, 0xffe1);
  bytes.setUint16(4, 180);
  bytes.setUint32(6, 0x45786966);
  bytes.setUint16(tiff, 0x4d4d);
  bytes.setUint16(tiff + 2, 42);
  bytes.setUint32(tiff + 4, 8);
  bytes.setUint16(tiff + 8, 1);
  field(tiff + 10, 0x8825, 4, 1, 26);
  bytes.setUint16(tiff + 26, 4);
  field(tiff + 28, 1, 2, 2, south.charCodeAt(0));
  field(tiff + 40, 2, 5, 3, 90);
  field(tiff + 52, 3, 2, 2, west.charCodeAt(0));
  field(tiff + 64, 4, 5, 3, 114);
  fractions(90, lat);
  fractions(114, lon);
  return bytes.buffer;
}

test('a photo tells where it was taken, with its side of equator and meridian', () => {
  const jakarta = placeOfPhoto(jpegAt([6, 15, 0], 'S', [106, 51, 0], 'E'));
  expect(jakarta?.lat).toBeCloseTo(-6.25, 6);
  expect(jakarta?.lon).toBeCloseTo(106.85, 6);
  expect(placeOfPhoto(jpegAt([42, 21, 36], 'N', [71, 3, 36], 'W'))?.lon).toBeCloseTo(-71.06, 6);
});

test('a photo without a place, one of a camera without a fix, and what is no photo tell nothing', () => {
  expect(placeOfPhoto(jpegAt([0, 0, 0], 'N', [0, 0, 0], 'E'))).toBeNull();
  expect(placeOfPhoto(new Uint8Array([0xff, 0xd8, 0xff, 0xd9]).buffer)).toBeNull();
  expect(
    placeOfPhoto(new TextEncoder().encode('no photo at all, but some text').buffer),
  ).toBeNull();
  const whole = jpegAt([6, 15, 0], 'S', [106, 51, 0], 'E');
  for (let length = 0; length < 110; length += 7) {
    expect(placeOfPhoto(whole.slice(0, length))).toBeNull();
  }
});

test('a tenth of a degree of latitude is eleven kilometres', () => {
  expect(distanceM({ lon: 106.8, lat: -6.2 }, { lon: 106.8, lat: -6.3 })).toBeCloseTo(11_119.5, 0);
});

test('a border is a point and differences', () => {
  const points = pointsOf([1_068_000, -62_000, 1_000, 0, 0, -500], 10_000);
  expect(points.map(({ lat, lng }) => [lng, lat])).toEqual([
    [106.8, -6.2],
    [106.9, -6.2],
    [106.9, -6.25],
  ]);
});

test('an address that leads nowhere leads to the form', () => {
  expect(routeOf('#/report/12')).toEqual({ name: 'report', id: '12' });
  expect(routeOf('#/beds')).toEqual({ name: 'beds' });
  expect(routeOf('')).toEqual({ name: 'new' });
  expect(routeOf('#/else')).toEqual({ name: 'new' });
});
