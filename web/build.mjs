/**
 * Builds the pages into ../resources/web, from the locked packages and nothing else.
 *
 * Owns what the application and the store serve: one folder a page (script, style, document), the
 * fonts, the icons named in icons.json, the points of a city's smallest areas, and the licences of
 * all that is inside. Two builds of the
 * same sources are equal byte for byte. Takes nothing from the network.
 */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BROWSER_PAGES, buildBrowserPages, packagesOf } from './build_pages.mjs';

const WEB = dirname(fileURLToPath(import.meta.url));
const PACKAGES = join(WEB, 'node_modules');
const OUTPUT = join(WEB, '..', 'resources', 'web');

/** The desktop's page is a folder of src/ with main.ts, page.css and index.html, built for the engine named. */
const DESKTOP_PAGES = [
  { name: 'map', target: 'chrome140' }, // the Chromium inside the pinned Qt
];

const FONTS = ['inter-latin-wght-normal.woff2', 'inter-latin-ext-wght-normal.woff2'];

/** For pages that are printed: the typesetter reads no web fonts. */
const PRINT_FONTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];

/** Packages that are copied from rather than bundled, so that the bundler doesn't see them. */
const COPIED_PACKAGES = ['@expo-google-fonts/inter', '@fontsource-variable/inter', '@tabler/icons'];

/** Where the simulated city's points come from, and which of them: names and codes are the ministry's. */
const POINTS = { package: 'geografis', city: 'jakarta', province: '31.' };

/** Packages that something imports and nothing calls; a file of ours stands for them. */
const ABSENT = Object.fromEntries(
  ['@protomaps/basemaps', 'pmtiles'].map((name) => [name, join(WEB, 'src/leaflet/absent.ts')]),
);

/**
 * Bundles one page and returns the names of the packages inside it.
 *
 * @param {{name: string, target: string}} page
 * @param {string} output folder that gets the page's own folder
 * @returns {Promise<string[]>}
 */
async function buildPage(page, output) {
  const source = join(WEB, 'src', page.name);
  const result = await build({
    absWorkingDir: WEB,
    entryPoints: [
      { in: join(source, 'main.ts'), out: page.name },
      { in: join(source, 'page.css'), out: page.name },
    ],
    outdir: join(output, page.name),
    bundle: true,
    minify: true,
    format: 'esm',
    target: page.target,
    charset: 'utf8',
    legalComments: 'none', // whole licences are collected instead
    assetNames: 'assets/[name]',
    loader: { '.png': 'file', '.svg': 'file' },
    external: ['../fonts/*'],
    alias: ABSENT,
    metafile: true,
    logLevel: 'warning',
  });
  await cp(join(source, 'index.html'), join(output, page.name, 'index.html'));
  return packagesOf(result.metafile);
}

/**
 * Writes one text with name, version and whole licence of each package, in the order of names.
 *
 * @param {Iterable<string>} names
 * @param {string} output
 */
async function writeLicences(names, output) {
  const sections = [];
  for (const name of [...new Set(names)].sort()) {
    const folder = join(PACKAGES, name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).sort().filter((entry) => /^licen[cs]e/i.test(entry));
    // More than one where code and fonts are licensed differently.
    const texts =
      files.length === 0
        ? [await statedLicence(folder)]
        : await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const text = texts.map((each) => each.trim()).join('\n\n');
    sections.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  await writeFile(join(output, 'licences.txt'), sections.join(`\n${'-'.repeat(78)}\n\n`));
}

/**
 * Returns what a package without a licence file says of its licence and its sources in its README.
 *
 * @param {string} folder of the package
 * @returns {Promise<string>}
 */
async function statedLicence(folder) {
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const stated = readme.match(
    /^## Lisensi\n[\s\S]*?^### Sumber\n[\s\S]*?(?=\n\n\n|$(?![\s\S]))/m,
  )?.[0];
  if (stated === undefined) throw new Error(`${folder} states no licence; it can't be shipped`);
  return stated;
}

/**
 * Writes code, name, upper names and point (degrees, WGS 84) of each kelurahan of the city.
 *
 * @param {string} output
 */
async function writePoints(output) {
  const source = join(PACKAGES, POINTS.package, 'data/json/data.json');
  const places = JSON.parse(await readFile(source, 'utf8'))
    .filter(({ code }) => code.startsWith(POINTS.province))
    .map(({ code, village, district, city, longitude, latitude }) => ({
      code,
      name: village,
      district: district.replace(/\.$/, ''), // one of them ends in a stray full stop
      city,
      lon: longitude,
      lat: latitude,
    }));
  if (places.length === 0) throw new Error(`${source} holds no place of ${POINTS.province}`);
  await mkdir(join(output, 'city'));
  await writeFile(
    join(output, 'city', `${POINTS.city}.json`),
    `${JSON.stringify(places, null, 1)}\n`,
  );
}

/** @param {string} output */
async function copyFonts(output) {
  await mkdir(join(output, 'fonts'));
  for (const name of FONTS) {
    await cp(join(PACKAGES, '@fontsource-variable/inter/files', name), join(output, 'fonts', name));
  }
  await mkdir(join(output, 'fonts', 'print'));
  for (const path of PRINT_FONTS) {
    await cp(
      join(PACKAGES, '@expo-google-fonts/inter', path),
      join(output, 'fonts', 'print', basename(path)),
    );
  }
}

/** @param {string} output */
async function copyIcons(output) {
  const names = JSON.parse(await readFile(join(WEB, 'icons.json'), 'utf8'));
  await mkdir(join(output, 'icons'));
  for (const name of names) {
    await cp(
      join(PACKAGES, '@tabler/icons/icons/outline', `${name}.svg`),
      join(output, 'icons', `${name}.svg`),
    );
  }
}

// Built beside the output and swapped in, so that a failed build leaves the last good one.
const fresh = `${OUTPUT}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const bundled = await Promise.all(DESKTOP_PAGES.map((page) => buildPage(page, fresh)));
await copyFonts(fresh);
await copyIcons(fresh);
bundled.push(await buildBrowserPages(fresh));
await writePoints(fresh);
await writeLicences([...bundled.flat(), ...COPIED_PACKAGES, POINTS.package], fresh);
await rm(OUTPUT, { recursive: true, force: true });
await rename(fresh, OUTPUT);
const built = [...DESKTOP_PAGES.map((page) => page.name), ...BROWSER_PAGES];
console.log(`web pages built: ${built.join(', ')}`);
