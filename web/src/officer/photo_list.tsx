/** The photos of a report by stage, with what the public does not see of them; each opens large, and can be covered. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { moment } from '../page/moment';
import { t, word } from '../page/words';
import { MaskDialog } from './mask_dialog';
import type { Mask } from './mask_rule';
import { publicWord } from './report_sheet';
import type { Photo, Whole } from './wire';

const STAGE: Readonly<Record<Photo['stage'], string>> = {
  before: word('Before'),
  progress: word('In progress'),
  after: word('After'),
};

export function stageWord(stage: Photo['stage']): string {
  return t(STAGE[stage]);
}

export interface PhotoListProps {
  readonly whole: Whole;
  readonly mayAct: boolean;
  readonly onChanged: () => void;
}

export function PhotoList({ whole, mayAct, onChanged }: PhotoListProps) {
  const { report, media, clock_ms: clock } = whole;
  if (media.length === 0) return null;
  return (
    <section aria-labelledby="photos-title">
      <h3 id="photos-title">{t('Photos')}</h3>
      <ul class="photos">
        {media.map((photo) => (
          <li key={photo.id}>
            <Picture photo={photo} alt={t('Photo, {stage}', { stage: stageWord(photo.stage) })} />
            <p>
              <b>{stageWord(photo.stage)}</b> · {moment(photo.recorded_ms, clock)} ·{' '}
              {publicWord(photo.moderation)}
            </p>
            {mayAct && <PhotoDecision report={report.id} photo={photo} onChanged={onChanged} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A button that opens the masks and the decision of one photo. */
export function PhotoDecision({
  report,
  photo,
  onChanged,
}: {
  readonly report: string;
  readonly photo: Photo;
  readonly onChanged: () => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {photo.kept ? t('Cover parts, decide …') : t('Decide …')}
      </button>
      {open && (
        <MaskDialog
          report={report}
          photo={photo}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </>
  );
}

/** A photo as an office may see it, with the parts outlined that are covered for everybody else; a tap opens it large. */
export function Picture({ photo, alt }: { readonly photo: Photo; readonly alt: string }) {
  const [large, setLarge] = useState(false);
  if (photo.url === null) return <p class="dim">{t('Only its source has this photo.')}</p>;
  if (!photo.url.startsWith('/')) {
    return (
      <p>
        <a href={photo.url} rel="noreferrer noopener" target="_blank">
          {t('A photo that lies elsewhere in the web')}
        </a>
      </p>
    );
  }
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={t('{photo}: open large', { photo: alt })}
        onClick={() => setLarge(true)}
      >
        <img src={photo.url} alt={alt} loading="lazy" />
        <Covered masks={photo.masks} />
      </button>
      {large && (
        <Dialog title={alt} onClose={() => setLarge(false)}>
          <div class="picture">
            <img src={photo.url.replace(/\/medium\.jpg$/, '/large.jpg')} alt={alt} />
            <Covered masks={photo.masks} />
          </div>
        </Dialog>
      )}
    </>
  );
}

function Covered({ masks }: { readonly masks: readonly Mask[] }) {
  if (masks.length === 0) return null;
  return (
    <svg class="covered" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      {masks.map(([left, top, right, bottom]) => (
        <rect
          key={`${left} ${top} ${right} ${bottom}`}
          x={left}
          y={top}
          width={right - left}
          height={bottom - top}
        />
      ))}
    </svg>
  );
}
