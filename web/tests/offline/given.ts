/** Entries as a page would put them down. */
import type { Picture } from '../../src/offline/entry';
import type { NewEntry } from '../../src/offline/shelf';

const DAY_MS = 24 * 3_600_000;

let named = 0;

export function newName(): string {
  named += 1;
  return `name-${named}`;
}

export interface Given {
  readonly entries: NewEntry[];
  readonly pictures: Map<string, Picture>;
  readonly act: string;
}

/** An act with its photos, ready for a shelf. */
export function doing(
  chain: string,
  kind = 'note',
  photos = 0,
  after: string | null = null,
): Given {
  const common = {
    chain,
    owner: '',
    standing: 'waiting',
    tries: 0,
    notBeforeMs: 0,
    sinceMs: 0,
    keptMs: 30 * DAY_MS,
    reason: null,
  } as const;
  const id = newName();
  const pictures = new Map(
    Array.from({ length: photos }, () => {
      const photo = newName();
      return [photo, { bytes: new TextEncoder().encode(photo).buffer, type: 'image/jpeg' }];
    }),
  );
  const act = {
    kind,
    subject: null,
    target: null,
    base_version: null,
    acted_ms: 0,
    payload: { of: id },
  };
  return {
    act: id,
    pictures,
    entries: [
      ...[...pictures.keys()].map(
        (photo) =>
          ({ ...common, what: 'photo', id: photo, key: newName(), mediaId: null }) as const,
      ),
      {
        ...common,
        what: 'act',
        id,
        act,
        intentId: newName(),
        after,
        photos: [...pictures.keys()],
        renewed: 0,
        answer: null,
      },
    ],
  };
}
