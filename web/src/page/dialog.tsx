/** A question over the page: the browser's own dialog, which keeps the focus inside and gives it back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from './words';

export interface DialogProps {
  readonly title: string;
  /** Called when it was closed, by whatever means. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titled = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={element} aria-labelledby={titled} onClose={onClose}>
      <div class="dialog-head">
        <h2 id={titled}>{title}</h2>
        <button type="button" class="quiet" onClick={onClose}>
          {t('Close')}
        </button>
      </div>
      {children}
    </dialog>
  );
}
