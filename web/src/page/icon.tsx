/** One icon of the desktop's family, in the colour of the text around it. */
import sprite from 'icons';

export interface IconProps {
  /** As in web/icons.json. */
  readonly name: string;
}

/** Drawn only: whatever it stands for must be said in words beside it, or by the control around it. */
export function Icon({ name }: IconProps) {
  return (
    <svg class="icon" aria-hidden="true" focusable="false">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
