/** The line that says whose maps lie there, the base map first, and what is wrong with it; always there, buttons or not. */
import L from 'leaflet';
import type { MapTheme, Texts } from '../bridge/message';

export class Attribution extends L.Control {
  private readonly box = document.createElement('div');
  private readonly note = document.createElement('span');
  private readonly owner = document.createElement('span');
  private attribution = '';
  private others: readonly string[] = [];
  private wrong = '';
  private failing = false;

  constructor(
    private texts: Texts,
    private theme: MapTheme,
  ) {
    super({ position: 'bottomright' });
    this.box.className = 'map-attribution';
    this.note.className = 'map-attribution-note';
    this.owner.className = 'map-attribution-owner';
    this.box.append(this.note, this.owner);
  }

  override onAdd(): HTMLElement {
    this.write();
    return this.box;
  }

  setStyle(texts: Texts, theme: MapTheme): void {
    this.texts = texts;
    this.theme = theme;
    this.write();
  }

  setWords(attribution: string, wrong: string): void {
    this.attribution = attribution;
    this.wrong = wrong;
    this.write();
  }

  setOthers(owners: readonly string[]): void {
    this.others = owners;
    this.write();
  }

  setFailing(failing: boolean): void {
    this.failing = failing;
    this.write();
  }

  private write(): void {
    this.owner.textContent = [this.attribution, ...this.others].filter(Boolean).join(' · ');
    this.note.textContent = this.wrong || (this.failing ? this.texts.base_map_failing : '');
    for (const part of [this.owner, this.note]) part.hidden = !part.textContent;
    this.box.hidden = this.owner.hidden && this.note.hidden;
    const least = this.theme.presentation.least_word_px;
    this.box.style.fontSize = least > 0 ? `${least}px` : '';
  }
}
