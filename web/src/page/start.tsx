/** Starts a page: its language, its door to the store, its root; the root is drawn anew when the language changes. */
import { type ComponentType, render } from 'preact';
import { openDoor } from './door';
import { LANGUAGE_CHANGED } from './frame';
import { takeLanguage } from './words';

/**
 * @param name of the page, as the store knows it, such as `citizen`
 * @param Root what it shows
 */
export function startPage(name: string, Root: ComponentType): void {
  takeLanguage();
  openDoor(name);
  const place = document.getElementById('page');
  if (place === null) throw new Error('the document has no place for the page');
  let drawn = 0;
  const draw = () => {
    drawn += 1;
    render(<Root key={drawn} />, place);
  };
  window.addEventListener(LANGUAGE_CHANGED, draw);
  draw();
}
