/**
 * Rectangles drawn over a photo: by finger or mouse, or by keyboard from a button.
 *
 * Every rectangle takes the focus: arrows move it, arrows with Shift size it, Delete removes it.
 */
import { useRef, useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { count, plural, t } from '../page/words';
import {
  between,
  FIRST_MASK,
  isMeant,
  type Mask,
  MOST_MASKS,
  moved,
  type Spot,
  sized,
} from './mask_rule';

export interface MaskEditorProps {
  readonly url: string;
  readonly masks: readonly Mask[];
  readonly onMasks: (masks: readonly Mask[]) => void;
}

type Drag =
  | { readonly kind: 'draw'; readonly from: Spot }
  | { readonly kind: 'move'; readonly place: number; readonly from: Spot; readonly mask: Mask };

const STEP = 0.02;

const STEPS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

export function MaskEditor({ url, masks, onMasks }: MaskEditorProps) {
  const field = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [drawn, setDrawn] = useState<Mask | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);

  const replace = (place: number, mask: Mask) =>
    onMasks(masks.map((one, other) => (other === place ? mask : one)));
  const remove = (place: number) => {
    onMasks(masks.filter((_, other) => other !== place));
    setChosen(null);
    announce(t('Cover removed'));
    field.current?.focus();
  };
  const add = (mask: Mask) => {
    if (masks.length >= MOST_MASKS) return;
    onMasks([...masks, mask]);
    setChosen(masks.length);
    announce(t('Cover {count} added', { count: masks.length + 1 }));
  };
  const spotOf = (event: PointerEvent): Spot => {
    const box = (field.current as SVGSVGElement).getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    field.current?.setPointerCapture(event.pointerId);
    const from = spotOf(event);
    const hit = placeAt(masks, from);
    const mask = hit === null ? undefined : masks[hit];
    drag.current =
      hit === null || mask === undefined
        ? { kind: 'draw', from }
        : { kind: 'move', place: hit, from, mask };
    setChosen(hit);
  };
  const move = (event: PointerEvent) => {
    const now = spotOf(event);
    const one = drag.current;
    if (one?.kind === 'draw') setDrawn(between(one.from, now));
    if (one?.kind === 'move') {
      replace(one.place, moved(one.mask, { x: now.x - one.from.x, y: now.y - one.from.y }));
    }
  };
  const up = (event: PointerEvent) => {
    const one = drag.current;
    drag.current = null;
    setDrawn(null);
    if (one?.kind !== 'draw') return;
    const mask = between(one.from, spotOf(event));
    if (isMeant(mask)) add(mask);
  };
  const key = (event: KeyboardEvent, place: number, mask: Mask) => {
    const step = STEPS[event.key];
    if (step !== undefined) replace(place, event.shiftKey ? sized(mask, step) : moved(mask, step));
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(place);
    else return;
    event.preventDefault();
  };
  return (
    <div class="masks">
      <p class="dim" id="mask-help">
        {t(
          'Draw over faces and number plates. By keyboard: add a cover, then arrows move it, Shift and arrows size it, Delete removes it.',
        )}
      </p>
      <div class="picture">
        <img src={url} alt={t('The photo as it was sent')} draggable={false} />
        {/* biome-ignore lint/a11y/useSemanticElements: no fieldset holds what is drawn inside a picture */}
        <svg
          ref={field}
          class="mask-field"
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          tabIndex={-1}
          role="group"
          aria-label={t('Covers')}
          aria-describedby="mask-help"
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={() => {
            drag.current = null;
            setDrawn(null);
          }}
        >
          {masks.map((mask, place) => (
            // biome-ignore lint/a11y/useSemanticElements: no button can be drawn inside a picture
            <rect
              // A rectangle is its place in the list; moving it must not make it another one.
              key={place}
              class={place === chosen ? 'mask mask-chosen' : 'mask'}
              {...sides(mask)}
              tabIndex={0}
              role="button"
              aria-label={nameOf(place, mask)}
              onFocus={() => setChosen(place)}
              onKeyDown={(event) => key(event, place, mask)}
            />
          ))}
          {drawn !== null && <rect class="mask mask-drawn" {...sides(drawn)} />}
        </svg>
      </div>
      <div class="row">
        <button type="button" disabled={masks.length >= MOST_MASKS} onClick={() => add(FIRST_MASK)}>
          {t('Add a cover')}
        </button>
        <button
          type="button"
          disabled={chosen === null}
          onClick={() => chosen !== null && remove(chosen)}
        >
          {t('Remove the chosen cover')}
        </button>
      </div>
      <p class="dim">{plural(masks.length, '{count} cover', '{count} covers')}</p>
    </div>
  );
}

function placeAt(masks: readonly Mask[], { x, y }: Spot): number | null {
  // The last one drawn lies on top. Not findLastIndex: older phones lack it.
  let found: number | null = null;
  masks.forEach(([left, top, right, bottom], place) => {
    if (x >= left && x <= right && y >= top && y <= bottom) found = place;
  });
  return found;
}

function sides([left, top, right, bottom]: Mask) {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function nameOf(place: number, [left, top, right, bottom]: Mask): string {
  const percent = (share: number) => count(Math.round(share * 100));
  return t('Cover {number}: from {left} % to {right} % across, {top} % to {bottom} % down', {
    number: place + 1,
    left: percent(left),
    right: percent(right),
    top: percent(top),
    bottom: percent(bottom),
  });
}
