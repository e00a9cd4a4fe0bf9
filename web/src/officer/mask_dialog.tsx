/** What of one photo the public may see: covers drawn over it, then shown or hidden. */
import { useState } from 'preact/hooks';
import { Dialog } from '../page/dialog';
import { t } from '../page/words';
import { Answered } from './answered';
import { type Deed, useDeed } from './deed';
import { MaskEditor } from './mask_editor';
import type { Moderation, Photo } from './wire';

export interface MaskDialogProps {
  readonly report: string;
  readonly photo: Photo;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function MaskDialog({ report, photo, onClose, onDone }: MaskDialogProps) {
  const [masks, setMasks] = useState(photo.masks);
  const [reason, setReason] = useState('');
  const doing = useDeed(onDone);
  const decide = (moderation: Moderation) => {
    const covers = photo.kept ? { masks } : {};
    const why = reason.trim() === '' ? {} : { reason: reason.trim() };
    const deed: Deed = {
      kind: 'moderate',
      subject: report,
      base: null,
      target: photo.id,
      payload: { moderation, ...covers, ...why },
    };
    doing.start(async () => deed);
  };
  return (
    <Dialog title={t('What may everybody see of this photo?')} onClose={onClose}>
      {photo.kept && photo.url !== null && (
        <MaskEditor
          url={photo.url.replace(/\/medium\.jpg$/, '/large.jpg')}
          masks={masks}
          onMasks={setMasks}
        />
      )}
      <label for="hide-reason">{t('Reason, needed to hide it')}</label>
      <input
        id="hide-reason"
        maxLength={1000}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Answered doing={doing} />
      <div class="row">
        <button type="button" class="main" disabled={doing.busy} onClick={() => decide('public')}>
          {masks.length > 0 ? t('Show it, covered') : t('Show it')}
        </button>
        <button type="button" disabled={doing.busy} onClick={() => decide('hidden')}>
          {t('Hide it')}
        </button>
      </div>
    </Dialog>
  );
}
