/** Asks before something is done that can't be undone, or sends somebody away. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { sentenceOf } from '../page/sign_in';
import { t } from '../page/words';

export interface QuestionProps {
  readonly title: string;
  readonly about: string;
  /** What the button says that does it. */
  readonly deed: string;
  /** Has to be typed first, where that is asked for. */
  readonly typed?: string;
  /** Returns why it was not done; empty: it was. */
  readonly onYes: () => Promise<string>;
  readonly onClose: () => void;
}

export function Question({ title, about, deed, typed, onYes, onClose }: QuestionProps) {
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const act = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const said = await onYes();
      setTrouble(said);
      if (said === '') onClose();
    } catch (error) {
      setTrouble(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={act}>
        <p>{about}</p>
        {typed !== undefined && (
          <label>
            {t('Type “{word}” to go on', { word: typed })}
            <input
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
        )}
        <p class="trouble" role="alert">
          {trouble}
        </p>
        <div class="form-end">
          <button
            type="submit"
            class="grave"
            disabled={busy || (typed !== undefined && text.trim() !== typed)}
          >
            {deed}
          </button>
          <button type="button" onClick={onClose}>
            {t('Cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
