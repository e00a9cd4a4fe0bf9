/** Entry of the desktop's map page: opens the line to the desktop and puts the page together. */
import { type Channel, openChannel, openLine } from '../bridge/channel';
import { Page } from './page';

async function main(element: HTMLElement): Promise<void> {
  const line = await openLine();
  await loadFonts();
  let page: Page | undefined;
  const channel = openChannel(line, {
    welcome: (message) => {
      page ??= new Page(element, channel, message);
    },
    set_texts: ({ texts, theme }) => page?.setStyle(texts, theme),
    set_theme: ({ theme }) => page?.setTheme(theme),
    set_marks: (message) => page?.setMarks(message),
    set_selection: (message) => page?.setSelection(message),
    set_hint: (message) => page?.setHint(message),
    set_tool: ({ tool }) => page?.sketch.setTool(tool),
    set_drawn: ({ corners }) => page?.sketch.setDrawn(corners),
    read_areas: ({ revision }) => void page?.layers.readAreas(revision),
    set_base_map: (message) => page?.setBaseMap(message),
    set_layers: (message) => page?.setLayers(message),
    set_heat: (message) => page?.layers.setHeat(message),
    set_shading: (message) => page?.layers.setShading(message),
    set_points: (message) => page?.layers.overlays.setPoints(message),
    read_shapes: (message) => void page?.layers.readShapes(message),
    set_tiles: (message) => page?.setTiles(message),
    fit_view: (message) => page?.fit(message),
    resume_view: (message) => page?.resume(message),
    reveal: (message) => page?.reveal(message),
  });
  tellTroubles(channel);
}

/** Waits for the font, because a canvas does not redraw when one arrives; without it, system fonts do. */
async function loadFonts(): Promise<void> {
  await Promise.all(['500 11px Inter', '650 12px Inter'].map((font) => document.fonts.load(font)))
    .then(() => undefined)
    .catch(() => undefined);
}

function tellTroubles(channel: Channel): void {
  window.addEventListener('error', ({ message, filename, lineno }) => {
    channel.send({ kind: 'trouble', where: 'script', text: `${message} (${filename}:${lineno})` });
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    channel.send({ kind: 'trouble', where: 'script', text: String(reason) });
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    const text = `${event.effectiveDirective}: ${event.blockedURI}`;
    channel.send({ kind: 'trouble', where: 'policy', text });
  });
}

const element = document.getElementById('map');
if (element === null) throw new Error('the document has no element with the id "map"');
void main(element);
