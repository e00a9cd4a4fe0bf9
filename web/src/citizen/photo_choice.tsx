/** The photo of a report: from the camera, or from what the phone has. */
import { useState } from 'preact/hooks';
import { announce } from '../page/frame';
import { Icon } from '../page/icon';
import { t } from '../page/words';
import { type Photo, readPhoto } from './photo';

/** One act takes ten; more than a few say no more. */
export const MOST_PHOTOS = 3;

export interface PhotoChoiceProps {
  readonly photos: readonly Photo[];
  readonly onChange: (photos: readonly Photo[]) => void;
}

export function PhotoChoice({ photos, onChange }: PhotoChoiceProps) {
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);

  const take = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])].slice(0, MOST_PHOTOS - photos.length);
    input.value = '';
    setTrouble('');
    setBusy(true);
    try {
      const read: Photo[] = [];
      // One after the other: two large ones at a time are too much for a cheap phone's memory.
      for (const file of files) read.push(await readPhoto(file));
      onChange([...photos, ...read]);
      announce(t('Photo added.'));
    } catch {
      setTrouble(t('This photo can’t be read. Take another one.'));
    }
    setBusy(false);
  };

  return (
    <section class="part" aria-labelledby="photo-title">
      <h2 id="photo-title">{t('Photo')}</h2>
      {photos.length > 0 && (
        <ul class="photos">
          {photos.map((photo, place) => (
            <li key={photo.preview}>
              <img src={photo.preview} alt={t('Photo {number}', { number: place + 1 })} />
              <button
                type="button"
                onClick={() => {
                  URL.revokeObjectURL(photo.preview);
                  onChange(photos.filter((one) => one !== photo));
                }}
              >
                {t('Remove photo {number}', { number: place + 1 })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {photos.length < MOST_PHOTOS && (
        <div class="pair">
          <label class="button main-button">
            <Icon name="camera" />
            {busy ? t('Reading the photo …') : t('Take a photo')}
            <input
              type="file"
              class="unseen"
              accept="image/*"
              capture="environment"
              disabled={busy}
              onChange={take}
            />
          </label>
          <label class="button">
            {t('From the phone')}
            <input
              type="file"
              class="unseen"
              accept="image/*"
              multiple
              disabled={busy}
              onChange={take}
            />
          </label>
        </div>
      )}
      <p class="trouble" role="alert">
        {trouble}
      </p>
    </section>
  );
}
