/**
 * Measures a cluster index that is built anew at every filter change, on the places of a file: pairs of
 * float64, longitude and latitude in degrees. Prints one line of JSON, times in milliseconds.
 *
 *     node supercluster.mjs PLACES.f64 REPEATS
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import Supercluster from 'supercluster';

const [file, repeats] = [process.argv[2], Number(process.argv[3])];
const bytes = readFileSync(file);
const places = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
const features = [];
for (let at = 0; at < places.length; at += 2) {
  features.push({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates: [places[at], places[at + 1]] },
  });
}
const build = [];
const query = [];
let clusters = 0;
for (let round = 0; round < repeats; round += 1) {
  const index = new Supercluster({ radius: 64, maxZoom: 16 });
  const begun = performance.now();
  index.load(features);
  build.push(performance.now() - begun);
  const asked = performance.now();
  clusters = index.getClusters([106.6, -6.4, 107.0, -6.0], 11).length;
  query.push(performance.now() - asked);
}
process.stdout.write(`${JSON.stringify({ build, query, clusters })}\n`);
