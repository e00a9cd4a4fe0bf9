/** What colours, shapes and rings of the marks mean; folded up by a button where there is a pointer. */
import L from 'leaflet';
import type { MapTheme, Texts } from '../bridge/message';
import { type Corner, emptiestCorner } from '../core/corner';
import type { Mark } from '../core/mark';
import { latLngOfWorld } from './degrees';
import { overdueSwatch, pendingSwatch, ringSwatch, stateSwatch } from './swatch';

/** On narrower maps the legend is folded unless somebody wants it: it would cover the city. */
const ROOMY_PX = 960;
/** Around a mark's middle, on a desk. */
const MARK_REACH_PX = 24;
/** Letters of the legend on a desk. */
const LETTER_PX = 12;

export class Legend extends L.Control {
  private readonly box = document.createElement('section');
  private readonly button = document.createElement('button');
  private readonly list = document.createElement('ul');
  /** What somebody chose; until then the map's width decides. */
  private isOpen: boolean | undefined;
  private isRoomy = true;
  private map: L.Map | undefined;
  private isShown = true;
  private states: readonly number[] = [];

  constructor(
    private texts: Texts,
    private theme: MapTheme,
  ) {
    super({ position: 'topleft' });
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
    if (this.map === undefined) map.on('resize', fold);
    this.map = map;
    fold();
    return this.box;
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    this.theme = theme;
    this.write();
  }

  /** A wall names only the states that are on its map, in the corner where that covers least of it. */
  setMarks(marks: readonly Mark[]): void {
    if (!this.theme.presentation.controls) this.makeRoom(marks);
    const found = new Set(marks.flatMap(({ counts }) => occurring(counts)));
    const states = [...found].toSorted((one, other) => one - other);
    if (states.join() === this.states.join()) return;
    this.states = states;
    if (!this.theme.presentation.controls) this.write();
  }

  private makeRoom(marks: readonly Mark[]): void {
    const map = this.map;
    if (map === undefined) return;
    const { x: width, y: height } = map.getSize();
    const { offsetWidth, offsetHeight } = this.box;
    const corner = emptiestCorner(
      marks.map((mark) => map.latLngToContainerPoint(latLngOfWorld(mark))),
      { width: offsetWidth, height: offsetHeight },
      { width, height },
      this.getPosition() as Corner,
      MARK_REACH_PX * this.theme.presentation.scale,
    );
    if (corner !== this.getPosition()) this.setPosition(corner);
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
      ...(controls ? [entry(pendingSwatch(this.theme, scale), this.texts.pending)] : []),
    );
  }
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
