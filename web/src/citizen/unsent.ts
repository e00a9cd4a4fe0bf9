/**
 * The report that is being written: it outlasts a look at another part of the page, another language, and a page that a
 * cheap phone threw away while its camera was open. Photos outlast only what the page's memory does.
 */
import { useState } from 'preact/hooks';
import type { Photo } from './photo';
import { type Draft, EMPTY } from './report_act';

const KEPT = 'lapor-draft';

let photosNow: readonly Photo[] = [];

export interface Unsent {
  readonly draft: Draft;
  readonly photos: readonly Photo[];
  readonly change: (part: (before: Draft) => Partial<Draft>) => void;
  readonly setPhotos: (photos: readonly Photo[]) => void;
  /** Begins anew, once the report is kept elsewhere. */
  readonly clear: () => void;
}

export function useUnsent(): Unsent {
  const [draft, setDraft] = useState<Draft>(kept);
  const [photos, showPhotos] = useState(photosNow);
  const setPhotos = (wanted: readonly Photo[]) => {
    photosNow = wanted;
    showPhotos(wanted);
  };
  return {
    draft,
    photos,
    setPhotos,
    change: (part) =>
      setDraft((before) => {
        const changed = { ...before, ...part(before) };
        keep(changed);
        return changed;
      }),
    clear: () => {
      for (const { preview } of photosNow) URL.revokeObjectURL(preview);
      setPhotos([]);
      keep(EMPTY);
      setDraft(EMPTY);
    },
  };
}

function kept(): Draft {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Draft | null;
    return { ...EMPTY, ...found };
  } catch {
    return EMPTY;
  }
}

function keep(draft: Draft): void {
  try {
    if (draft === EMPTY) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing has it for as long as the page is open.
  }
}
