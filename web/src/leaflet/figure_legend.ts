/** What the colours of heat or shading stand for, with the figure's definition. */
import L from 'leaflet';
import type { LegendEntry, MapTheme } from '../bridge/message';

const LETTER_PX = 12;

interface Figure {
  readonly heading: string;
  readonly note: string;
  readonly legend: readonly LegendEntry[];
}

export class FigureLegend extends L.Control {
  private readonly box = document.createElement('section');
  private figures: readonly Figure[] = [];

  constructor(private theme: MapTheme) {
    super({ position: 'topleft' });
    this.box.className = 'map-legend map-figure-legend';
    L.DomEvent.disableClickPropagation(this.box);
  }

  override onAdd(): HTMLElement {
    this.write();
    return this.box;
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme;
    this.write();
  }

  setFigures(figures: readonly Figure[]): void {
    this.figures = figures;
    this.write();
  }

  private write(): void {
    const { words, least_word_px: leastPx } = this.theme.presentation;
    this.box.hidden = !words || this.figures.length === 0;
    this.box.style.fontSize = `${Math.max(LETTER_PX, leastPx)}px`;
    this.box.replaceChildren(...this.figures.flatMap(parts));
  }
}

function parts({ heading, note, legend }: Figure): HTMLElement[] {
  const title = document.createElement('h2');
  title.textContent = heading;
  const list = document.createElement('ul');
  list.append(...legend.map(line));
  const foot = document.createElement('p');
  foot.textContent = note;
  return [title, list, foot];
}

function line({ label, color, hatched }: LegendEntry): HTMLElement {
  const item = document.createElement('li');
  const swatch = document.createElement('span');
  swatch.className = hatched ? 'map-swatch map-swatch-hatched' : 'map-swatch';
  swatch.style.setProperty('--swatch', color);
  const word = document.createElement('span');
  word.textContent = label;
  item.append(swatch, word);
  return item;
}
