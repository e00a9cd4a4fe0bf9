/**
 * Builds the pages for people's own browsers: citizen, officer, crew, public and administration.
 *
 * Owns what the store serves below /assets: scripts and styles under names that change with their content, the sprite of
 * icons, each page's document, and all of it compressed beside. Texts come from ../resources/translations/pages.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { po } from 'gettext-parser';
import { drawIcons } from './build_icons.mjs';

const WEB = dirname(fileURLToPath(import.meta.url));
const TEXTS = join(WEB, '..', 'resources', 'translations', 'pages');

/** Each is a folder of src/ with main.tsx, page.css and index.html. */
export const BROWSER_PAGES = ['public', 'citizen', 'officer', 'crew', 'administration'];

/** Phones of about six years. */
const TARGET = ['chrome90', 'firefox90', 'safari15'];

const COMPRESSED = /\.(js|css|svg|json|webmanifest)$/;

/**
 * @param {string} output folder that gets a folder for each page; it holds the icons already
 * @returns {Promise<string[]>} the packages inside the pages
 */
export async function buildBrowserPages(output) {
  const sprite = await writeSprite(output);
  const bundled = await Promise.all(
    BROWSER_PAGES.map((name) => buildBrowserPage(name, output, sprite)),
  );
  await compressAll(output);
  return bundled.flat();
}

/**
 * @param {{inputs: Record<string, unknown>}} metafile of a bundle
 * @returns {string[]} names of the packages inside it
 */
export function packagesOf(metafile) {
  return Object.keys(metafile.inputs).flatMap(
    (path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [],
  );
}

/**
 * @param {string} name
 * @param {string} output
 * @param {string} sprite address of the icons
 * @returns {Promise<string[]>} the packages inside the page
 */
async function buildBrowserPage(name, output, sprite) {
  const source = join(WEB, 'src', name);
  const folder = join(output, name);
  const result = await build({
    absWorkingDir: WEB,
    entryPoints: { main: join(source, 'main.tsx'), page: join(source, 'page.css') },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: TARGET,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none', // whole licences are collected instead
    loader: { '.png': 'file', '.svg': 'file' },
    external: ['../fonts/*'],
    metafile: true,
    logLevel: 'warning',
    plugins: [given('words', await texts(name)), given('icons', sprite)],
  });
  await writeDocument(source, folder, result.metafile);
  await copyAsTheyAre(source, folder);
  const worker = await buildWorker(name, folder, sprite, result.metafile);
  return [...packagesOf(result.metafile), ...worker];
}

/**
 * Copies what a page is installed by, its manifest and pictures, and draws the pictures as PNGs: their names stay.
 *
 * @param {string} source
 * @param {string} folder
 */
async function copyAsTheyAre(source, folder) {
  const files = (await readdir(source)).filter((file) => /\.(webmanifest|svg|png)$/.test(file));
  await Promise.all(files.map((file) => cp(join(source, file), join(folder, file))));
  const icons = files.filter((file) => file.endsWith('.svg'));
  await Promise.all(icons.map((file) => drawIcons(join(source, file), folder)));
}

/**
 * Builds the service worker of a page that has one. It knows the files that the page begins with, and changes with them.
 *
 * @param {string} name
 * @param {string} folder
 * @param {string} sprite address of the icons
 * @param {import('esbuild').Metafile} page
 * @returns {Promise<string[]>} the packages inside it
 */
async function buildWorker(name, folder, sprite, page) {
  const source = join(WEB, 'src', name, 'worker.ts');
  if (!existsSync(source)) return [];
  const files = [...firstFiles(page).map((file) => `/assets/${name}/${file}`), sprite];
  const document = await readFile(join(folder, 'index.html'), 'utf8');
  const version = digestOf(files.join() + document);
  const result = await build({
    absWorkingDir: WEB,
    entryPoints: { worker: source },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [given('built', { version, files })],
  });
  return packagesOf(result.metafile);
}

/**
 * @param {import('esbuild').Metafile} page
 * @returns {string[]} names of scripts and styles that a page needs before anything is asked of it
 */
function firstFiles({ outputs }) {
  const first = Object.keys(outputs).filter((path) => /(main|page)-\w+\.(js|css)$/.test(path));
  for (const path of first) {
    for (const { path: needed, kind } of outputs[path].imports) {
      if (kind === 'import-statement' && !first.includes(needed)) first.push(needed);
    }
  }
  return first.map((path) => basename(path)).sort();
}

/**
 * @param {string} content
 * @returns {string} eight characters, as in the names of built files
 */
function digestOf(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
}

/**
 * A module that has no file: its default export is a value known when the page is built.
 *
 * @param {string} module
 * @param {unknown} value
 * @returns {import('esbuild').Plugin}
 */
function given(module, value) {
  return {
    name: module,
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({
        path: module,
        namespace: 'given',
      }));
      bundle.onLoad({ filter: new RegExp(`^${module}$`), namespace: 'given' }, () => ({
        contents: JSON.stringify(value),
        loader: 'json',
      }));
    },
  };
}

/**
 * @param {string} name of a page
 * @returns {Promise<Record<string, string>>} Indonesian by English, what all pages say included
 */
async function texts(name) {
  const found = {};
  for (const part of ['shared', name]) {
    const catalogue = po.parse(await readFile(join(TEXTS, `${part}.id.po`)));
    for (const { msgid, msgstr } of Object.values(catalogue.translations[''] ?? {})) {
      if (msgid !== '' && msgstr[0]) found[msgid] = msgstr[0];
    }
  }
  return found;
}

/**
 * Puts the names that the build gave into the page's document.
 *
 * @param {string} source
 * @param {string} folder
 * @param {{outputs: Record<string, {entryPoint?: string}>}} metafile
 */
async function writeDocument(source, folder, metafile) {
  const address = (entry) => {
    const built = Object.entries(metafile.outputs).find(
      ([path, { entryPoint }]) => entryPoint?.endsWith(`/${entry}`) && !path.endsWith('.map'),
    );
    if (built === undefined) throw new Error(`${entry} of ${source} was not built`);
    return `/assets/${basename(folder)}/${basename(built[0])}`;
  };
  const document = await readFile(join(source, 'index.html'), 'utf8');
  const main = address('main.tsx');
  // Else a browser asks for what the script needs only once it has read the script.
  const further = firstFiles(metafile)
    .filter((file) => file.endsWith('.js') && !main.endsWith(`/${file}`))
    .map((file) => `<link rel="modulepreload" href="/assets/${basename(folder)}/${file}">`);
  const filled = document
    .replace('</head>', [...further, '</head>'].join(''))
    .replace('main.js', main)
    .replace('page.css', address('page.css'));
  await writeFile(join(folder, 'index.html'), filled);
}

/**
 * Writes all icons into one file, a symbol each.
 *
 * @param {string} output
 * @returns {Promise<string>} its address
 */
async function writeSprite(output) {
  const names = JSON.parse(await readFile(join(WEB, 'icons.json'), 'utf8'));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const icon = await readFile(join(output, 'icons', `${name}.svg`), 'utf8');
      const drawn = icon.replace(/<!--[\s\S]*?-->/g, '').match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1];
      if (drawn === undefined) throw new Error(`${name}.svg is no picture`);
      const pen =
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
      return `<symbol id="${name}" viewBox="0 0 24 24" ${pen}>${drawn.replace(/\s+/g, ' ').trim()}</symbol>`;
    }),
  );
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
  const digest = digestOf(sprite);
  await mkdir(join(output, 'icons'), { recursive: true });
  await writeFile(join(output, 'icons', `sprite-${digest}.svg`), sprite);
  return `/assets/icons/sprite-${digest}.svg`;
}

/** @param {string} output every file that shrinks gets its compressed forms beside it */
async function compressAll(output) {
  const entries = await Promise.all(
    [...BROWSER_PAGES, 'icons'].map(async (name) =>
      (await readdir(join(output, name))).map((file) => join(output, name, file)),
    ),
  );
  const served = entries.flat().filter((path) => COMPRESSED.test(path));
  // Of the icons only the sprite: the desktop reads the others from the disk.
  await Promise.all(
    served.filter((path) => !/icons\/(?!sprite)/.test(path)).map((path) => compress(path)),
  );
}

/** @param {string} path */
async function compress(path) {
  const content = await readFile(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, quality));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}
