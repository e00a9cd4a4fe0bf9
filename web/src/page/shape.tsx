/** The outline of a state, as the map draws it: no font of a phone is sure to hold the characters. */
import { outlineOf, type ShapeName } from '../core/shape';

/** Drawn only: the state must be said in words beside it. It has the colour and the size of the text. */
export function StateShape({ shape }: { readonly shape: ShapeName }) {
  const { drawn, paths } = outlineOf(shape);
  const lines = paths.map((path) => path.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`));
  const end = drawn === 'filled' ? 'Z' : '';
  return (
    <svg
      class={`shape shape-${drawn}`}
      viewBox="-1.3 -1.3 2.6 2.6"
      aria-hidden="true"
      focusable="false"
    >
      <path d={lines.map((points) => `M${points.join('L')}${end}`).join('')} />
    </svg>
  );
}
