/** Before and after, side by side: photos that may be for nobody else's eyes are asked for with the proof. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../page/words';
import { type OwnPhoto, readOwnPhoto } from './mine';

export interface ReportPhotosProps {
  readonly report: string;
  readonly secret: string | undefined;
  readonly photos: readonly OwnPhoto[];
}

const STAGE: Readonly<Record<OwnPhoto['stage'], () => string>> = {
  before: () => t('Before'),
  progress: () => t('At work'),
  after: () => t('After'),
};

export function ReportPhotos({ report, secret, photos }: ReportPhotosProps) {
  if (photos.length === 0) return null;
  return (
    <ul class="before-after">
      {photos.map(({ media_id, stage }) => (
        <li key={media_id}>
          <figure>
            <LatePhoto report={report} secret={secret} mediaId={media_id} name={STAGE[stage]()} />
            <figcaption>{STAGE[stage]()}</figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}

interface LatePhotoProps {
  readonly report: string;
  readonly secret: string | undefined;
  readonly mediaId: string;
  readonly name: string;
}

function LatePhoto({ report, secret, mediaId, name }: LatePhotoProps) {
  const [address, setAddress] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    let over = false;
    let made: string | null = null;
    readOwnPhoto(report, secret, mediaId)
      .then((found) => {
        made = found;
        if (over) URL.revokeObjectURL(found);
        else setAddress(found);
      })
      .catch(() => setGone(true));
    return () => {
      over = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [report, secret, mediaId]);
  if (gone) return <p class="no-photo">{t('The photo can’t be shown now.')}</p>;
  return address === null ? (
    <p class="no-photo">{t('The photo is coming …')}</p>
  ) : (
    <img src={address} alt={name} />
  );
}
