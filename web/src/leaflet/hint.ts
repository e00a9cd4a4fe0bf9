/** The box beside the mark under the pointer, or beside the one that has the keyboard's focus. */
import type { MapTheme, SetHint, Texts } from '../bridge/message';
import { isSingle, type Mark, mainState } from '../core/mark';
import { fill, formatCount } from '../core/text';
import { stateSwatch } from './swatch';

const GAP_PX = 8;

export class Hint {
  private readonly box = document.createElement('div');
  private readonly spoken = document.createElement('div');
  private mark: Mark | undefined;
  private isSpeaking = false;
  private readonly lines = new Map<string, readonly string[]>();

  /** @param container the map's element; the hint stays inside it */
  constructor(
    private readonly container: HTMLElement,
    private texts: Texts,
    private theme: MapTheme,
  ) {
    this.box.className = 'map-hint';
    this.box.hidden = true;
    this.box.setAttribute('aria-hidden', 'true');
    this.spoken.className = 'map-spoken';
    this.spoken.setAttribute('role', 'status');
    this.spoken.setAttribute('aria-live', 'polite');
    container.append(this.box, this.spoken);
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    this.theme = theme;
  }

  /** Takes the lines of a single report; they show if it is still the one under the pointer. */
  setLines({ report, lines }: SetHint): void {
    this.lines.clear();
    this.lines.set(report, lines);
    if (this.mark?.report !== report) return;
    this.write(this.mark);
    if (this.isSpeaking) this.speak();
  }

  /** Shows a mark's box at a place of the container, in pixels. */
  show(mark: Mark, at: { readonly x: number; readonly y: number }): void {
    this.mark = mark;
    this.write(mark);
    this.place(at, mark.radius);
  }

  /** Shows words that belong to no mark; hides them where there are none. */
  showWords(words: string | undefined, at: { readonly x: number; readonly y: number }): void {
    this.mark = undefined;
    if (words === undefined) {
      this.box.hidden = true;
      return;
    }
    const [first = '', ...more] = words.split('\n');
    const lines = more.map((text) => line(text, 'map-hint-more'));
    this.box.replaceChildren(line(first, 'map-hint-title'), ...lines);
    this.place(at, GAP_PX);
  }

  private place(at: { readonly x: number; readonly y: number }, radius: number): void {
    this.box.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const reach = radius + GAP_PX;
    const rightwards = at.x + reach + width <= this.container.clientWidth;
    const x = rightwards ? at.x + reach : at.x - reach - width;
    const y = Math.min(Math.max(at.y - height / 2, 4), this.container.clientHeight - height - 4);
    this.box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide(): void {
    this.mark = undefined;
    this.isSpeaking = false;
    this.box.hidden = true;
  }

  /** Says what the box holds to screen readers, again when more of it arrives. */
  speak(): void {
    this.isSpeaking = true;
    const parts = [...this.box.children].map((line) => line.textContent);
    this.spoken.textContent = parts.join(', ');
  }

  private write(mark: Mark): void {
    this.box.replaceChildren(...(isSingle(mark) ? this.singleLines(mark) : this.bubbleLines(mark)));
  }

  private singleLines(mark: Mark): HTMLElement[] {
    const lines = [...(this.lines.get(mark.report) ?? [])];
    const first = lines.shift();
    return [
      ...(first === undefined ? [] : [line(first, 'map-hint-title')]),
      this.stateLine(mainState(mark), mark.overdue ? this.texts.overdue : ''),
      ...lines.map((text) => line(text, 'map-hint-more')),
      ...(mark.pending ? [line(this.texts.pending, 'map-hint-more')] : []),
    ];
  }

  private bubbleLines(mark: Mark): HTMLElement[] {
    const count = formatCount(mark.total, this.texts.language);
    const states = mark.counts.flatMap((each, state) =>
      each > 0 ? [this.stateLine(state, formatCount(each, this.texts.language))] : [],
    );
    const pending = mark.pending ? [line(this.texts.pending, 'map-hint-more')] : [];
    return [line(fill(this.texts.reports, { count }), 'map-hint-title'), ...states, ...pending];
  }

  private stateLine(state: number, end: string): HTMLElement {
    const row = line('', 'map-hint-state');
    const word = document.createElement('span');
    word.textContent = this.theme.states[state]?.word ?? '';
    const value = document.createElement('span');
    value.className = 'map-hint-value';
    value.textContent = end;
    row.append(stateSwatch(this.theme, state), word, value);
    return row;
  }
}

function line(text: string, name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  element.textContent = text;
  return element;
}
