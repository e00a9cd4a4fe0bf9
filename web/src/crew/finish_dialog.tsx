/** How a job ends: with a photo of the work done, or with the reason why there is none. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { Picture } from '../offline/entry';
import { Dialog } from '../page/dialog';
import { Icon } from '../page/icon';
import { t } from '../page/words';
import type { Ending } from './act';

/** The store takes no larger ones. */
const MOST_BYTES = 20_000_000;

export interface FinishDialogProps {
  readonly onClose: () => void;
  /** Settles once it is kept, or was said to be kept nowhere. */
  readonly onFinish: (ending: Ending, photos: readonly Picture[]) => Promise<void>;
}

export function FinishDialog({ onClose, onFinish }: FinishDialogProps) {
  const [photo, setPhoto] = useState<File>();
  const [withoutPhoto, setWithoutPhoto] = useState(false);
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const preview = usePreview(photo);
  const id = useId();

  const take = (file: File | undefined) => {
    if (file === undefined) return;
    setTrouble(
      file.size > MOST_BYTES ? t('This photo is larger than 20 MB. Take a smaller one.') : '',
    );
    if (file.size <= MOST_BYTES) setPhoto(file);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (photo === undefined && !withoutPhoto) return setTrouble(t('Take a photo of the work.'));
    setBusy(true);
    try {
      // The file as the camera wrote it: what the camera says of time and place vouches for the work.
      const pictures =
        withoutPhoto || photo === undefined
          ? []
          : [{ bytes: await photo.arrayBuffer(), type: photo.type || 'image/jpeg' }];
      await onFinish(withoutPhoto ? { note, noPhotoReason: reason } : { note }, pictures);
    } catch {
      setTrouble(t('The photo can’t be read any more. Take it again.'));
    }
    setBusy(false);
  };

  return (
    <Dialog title={t('Finish the job')} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        {!withoutPhoto && (
          <>
            <label class="camera" for={`${id}-photo`}>
              <Icon name="camera" />
              {photo === undefined ? t('Photo of the work done') : t('Take another photo')}
            </label>
            <input
              id={`${id}-photo`}
              class="camera-input"
              type="file"
              accept="image/*"
              capture="environment"
              onChange={(event) => take(event.currentTarget.files?.[0])}
            />
            {preview !== undefined && (
              <img class="preview" src={preview} alt={t('The photo that will be sent')} />
            )}
          </>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={withoutPhoto}
            onChange={(event) => setWithoutPhoto(event.currentTarget.checked)}
          />
          {t('No photo is possible')}
        </label>
        {withoutPhoto && (
          <>
            <label for={`${id}-reason`}>{t('Why there is no photo')}</label>
            <input
              id={`${id}-reason`}
              required
              maxLength={500}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        <label for={`${id}-note`}>{t('Note (not needed)')}</label>
        <textarea
          id={`${id}-note`}
          rows={2}
          maxLength={1000}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <p class="trouble" role="alert">
          {trouble}
        </p>
        <button type="submit" class="main large" disabled={busy}>
          {t('Job finished')}
        </button>
      </form>
    </Dialog>
  );
}

/** An address under which a file can be shown, as long as it is. */
function usePreview(file: File | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (file === undefined) return setAddress(undefined);
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}
