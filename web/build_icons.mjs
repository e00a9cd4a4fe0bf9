/**
 * Draws what a page is installed by, an SVG, as the PNGs that phones want beside it.
 *
 * iOS takes nothing else, and rounds the corners of the picture itself: what it gets is filled up to its edges.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const SIZES = [192, 512]; // of the manifest
const IOS_SIZE = 180;

const ready = readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'));
let begun;

/**
 * Writes `name-192.png`, `name-512.png` and `name-180.png` of `name.svg`.
 *
 * @param {string} source path of the SVG; its ground is a rectangle with a fill
 * @param {string} folder
 */
export async function drawIcons(source, folder) {
  begun ??= ready.then(initWasm);
  await begun;
  const svg = await readFile(source, 'utf8');
  const ground = svg.match(/<rect [^>]*fill="(#\w+)"/)?.[1];
  if (ground === undefined) throw new Error(`${source} has no ground`);
  const name = basename(source, '.svg');
  const draw = async (size, options) => {
    const drawn = new Resvg(svg, { fitTo: { mode: 'width', value: size }, ...options }).render();
    await writeFile(join(folder, `${name}-${size}.png`), drawn.asPng());
  };
  await Promise.all(SIZES.map((size) => draw(size, {})));
  await draw(IOS_SIZE, { background: ground });
}
