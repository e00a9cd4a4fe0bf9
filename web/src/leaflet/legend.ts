/**
 * What colours, shapes and rings of the marks mean; folded up by a button where there is a pointer.
 *
 * On a wall it is a strip along the foot, and the city is shown above it: a box in a corner as large as a wall's letters
 * would lie on the city, whichever corner it is.
 */
import L from 'leaflet';
import type { MapTheme, Texts } from '../bridge/message';
import type { Mark } from '../core/mark';
import { overdueSwatch, pendingSwatch, ringSwatch, stateSwatch } from './swatch';

/** On narrower maps the legend is folded unless somebody wants it: it would cover the city. */
const ROOMY_PX = 960;
/** Letters of the legend on a desk. */
const LETTER_PX = 12;

export class Legend extends L.Control {
  private readonly box = document.createElement('section');
  private readonly button = document.createElement('button');
  private readonly list = document.createElement('ul');
  /** What somebody chose; until then the map's width decides. */
  private isOpen: boolean | undefined;
  private isRoomy = true;
  private isWatching = false;
  private isShown = true;
  private states: readonly number[] = [];

  /** @param onFoot hears how high the strip is whenever it is written; 0 where it is a box */
  constructor(
    private texts: Texts,
    private theme: MapTheme,
    private readonly onFoot: (heightPx: number) => void,
  ) {
    super({ position: positionOf(theme) });
    this.box.className = 'map-legend';
    this.button.type = 'button';
    this.button.addEventListener('click', () => this.open(!(this.isOpen ?? this.isRoomy)));
    this.box.append(this.button, this.list);
    L.DomEvent.disableClickPropagation(this.box);
    L.DomEvent.disableScrollPropagation(this.box);
  }

  override onAdd(map: L.Map): HTMLElement {
    const fold = () => {
      map.getContainer().classList.toggle('map-narrow', map.getSize().x < ROOMY_PX);
      this.isRoomy = map.getSize().x >= ROOMY_PX;
      this.write();
    };
    if (!this.isWatching) map.on('resize', fold);
    this.isWatching = true;
    fold();
    return this.box;
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    this.theme = theme;
    if (positionOf(theme) !== this.getPosition()) this.setPosition(positionOf(theme));
    this.write();
  }

  /** A wall names only the states that are on its map. */
  setMarks(marks: readonly Mark[]): void {
    const found = new Set(marks.flatMap(({ counts }) => occurring(counts)));
    const states = [...found].sort((one, other) => one - other);
    if (states.join() === this.states.join()) return;
    this.states = states;
    if (!this.theme.presentation.controls) this.write();
  }

  /** Says how high the strip at the foot is; on a desk there is none. */
  private tellFoot(): void {
    const { controls } = this.theme.presentation;
    this.onFoot(controls || this.box.hidden ? 0 : this.box.offsetHeight);
  }

  /** Without marks there is nothing to explain. */
  setShown(isShown: boolean): void {
    this.isShown = isShown;
    this.write();
  }

  private open(wanted: boolean): void {
    this.isOpen = wanted;
    this.write();
  }

  private write(): void {
    const { controls, words, least_word_px: leastPx } = this.theme.presentation;
    const isOpen = (this.isOpen ?? this.isRoomy) || !controls;
    this.box.hidden = !words || !this.isShown;
    this.box.classList.toggle('map-legend-strip', !controls);
    this.box.style.fontSize = `${Math.max(LETTER_PX, leastPx)}px`;
    this.box.setAttribute('aria-label', this.texts.legend);
    this.button.hidden = !controls;
    this.button.textContent = this.texts.legend;
    this.button.setAttribute('aria-expanded', String(isOpen));
    this.list.hidden = !isOpen;
    const scale = Math.max(LETTER_PX, leastPx) / LETTER_PX;
    const states = controls ? this.theme.states.map((_, state) => state) : this.states;
    this.list.replaceChildren(
      ...states.map((state) =>
        entry(stateSwatch(this.theme, state, scale), this.theme.states[state]?.word ?? ''),
      ),
      entry(ringSwatch(this.theme, scale), this.texts.legend_ring),
      entry(overdueSwatch(this.theme, scale), this.texts.overdue),
      ...(controls && this.texts.pending !== ''
        ? [entry(pendingSwatch(this.theme, scale), this.texts.pending)]
        : []),
    );
    this.tellFoot();
  }
}

function positionOf({ presentation }: MapTheme): L.ControlPosition {
  return presentation.controls ? 'topleft' : 'bottomleft';
}

function occurring(counts: readonly number[]): number[] {
  return counts.flatMap((count, state) => (count > 0 ? [state] : []));
}

function entry(picture: HTMLElement, words: string): HTMLElement {
  const item = document.createElement('li');
  const word = document.createElement('span');
  word.textContent = words;
  item.append(picture, word);
  return item;
}
