/** Why a job can't be done: one tap, or in one's own words. The supervisor reads it, and decides what comes next. */
import { useState } from 'preact/hooks';
import { t, word } from '../page/words';
import { ReasonDialog } from './reason_dialog';

const REASONS: readonly string[] = [
  word('We can’t find the place'),
  word('No access: locked or blocked'),
  word('Needs other tools or a machine'),
  word('Dangerous: electricity, traffic or weather'),
  word('Not work for a street crew'),
  word('Somebody else has done it already'),
];

export interface FailDialogProps {
  readonly onClose: () => void;
  readonly onFail: (reason: string) => void;
}

export function FailDialog({ onClose, onFail }: FailDialogProps) {
  const [reasons] = useState(() => REASONS.map((reason) => t(reason)));
  return (
    <ReasonDialog
      title={t('Why can’t it be done?')}
      reasons={reasons}
      send={t('Give the job back')}
      onClose={onClose}
      onReason={onFail}
    />
  );
}
