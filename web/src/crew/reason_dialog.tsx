/** Asks for one reason out of several, or another in one's own words. */
import { useId, useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { t } from '../page/words';

export interface ReasonDialogProps {
  readonly title: string;
  readonly reasons: readonly string[];
  /** What the button says. */
  readonly send: string;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => void;
}

const OTHER = 'other';

export function ReasonDialog({ title, reasons, send, onClose, onReason }: ReasonDialogProps) {
  const [chosen, setChosen] = useState('');
  const [words, setWords] = useState('');
  const id = useId();
  const submit = (event: Event) => {
    event.preventDefault();
    onReason(chosen === OTHER ? words.trim() : chosen);
  };
  const choice = (value: string, name: string) => (
    <label key={value} class="choice">
      <input
        type="radio"
        name={id}
        required
        checked={chosen === value}
        onChange={() => setChosen(value)}
      />
      {name}
    </label>
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <fieldset class="choices">
          <legend class="unseen">{title}</legend>
          {reasons.map((reason) => choice(reason, reason))}
          {choice(OTHER, t('Something else'))}
        </fieldset>
        {chosen === OTHER && (
          <>
            <label for={`${id}-words`}>{t('In your own words')}</label>
            <textarea
              id={`${id}-words`}
              rows={2}
              required
              maxLength={500}
              value={words}
              onInput={(event) => setWords(event.currentTarget.value)}
            />
          </>
        )}
        <button type="submit" class="main large">
          {send}
        </button>
      </form>
    </Dialog>
  );
}
