/** A secret that can't be shown again: to be read, copied, and closed. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { announce } from '../page/frame';
import { t } from '../page/words';

export interface ShownOnceProps {
  readonly title: string;
  readonly about: string;
  readonly text: string;
  readonly onClose: () => void;
}

export function ShownOnce({ title, about, text, onClose }: ShownOnceProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t('Copied.'));
    } catch {
      announce(t('This browser does not copy. Select the text and copy it yourself.'));
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{about}</p>
      <p>
        <output class="secret">{text}</output>
      </p>
      <button type="button" class="main" onClick={copy}>
        {copied ? t('Copied.') : t('Copy')}
      </button>
    </Dialog>
  );
}
