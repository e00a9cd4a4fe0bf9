/** A store as the outbox sees it: counts each act once, and loses answers, or the phone's life, when told to. */
import type { Silence, Wire } from '../../src/offline/drain';
import type { Entry, Picture } from '../../src/offline/entry';
import type { Change, Intent, Outcome } from '../../src/offline/queue';
import type { NewEntry, Shelf } from '../../src/offline/shelf';

/** What happens to one request. */
export type Fate =
  | 'answered'
  | 'answer lost'
  | 'not heard'
  | 'busy'
  | 'killed before'
  | 'killed after';

export class Killed extends Error {}

export class StoreDouble implements Wire {
  /** Ids of acts in the order in which they were done. */
  readonly done: Intent[] = [];
  readonly photos = new Map<string, { mediaId: string; bytes: string }>();
  private readonly results = new Map<string, Outcome>();
  private fates: Fate[] = [];
  /** Kinds of acts that it refuses. */
  readonly refuses = new Set<string>();

  meets(fates: readonly Fate[]): void {
    this.fates = [...fates];
  }

  /** Forgets photos that no act names, as the store does after a day. */
  forgetWaitingPhotos(): void {
    const named = new Set(this.done.flatMap((act) => (act.payload.media as string[]) ?? []));
    for (const [key, { mediaId }] of this.photos) if (!named.has(mediaId)) this.photos.delete(key);
  }

  photo(key: string, picture: Picture): Promise<Outcome | Silence> {
    return this.pass(() => {
      const known = this.photos.get(key);
      const bytes = new TextDecoder().decode(picture.bytes);
      const mediaId = known?.mediaId ?? `media-of-${key}`;
      this.photos.set(key, { mediaId, bytes });
      return { kind: 'stored', mediaId };
    });
  }

  act(intent: Intent): Promise<Outcome | Silence> {
    return this.pass(() => {
      const known = this.results.get(intent.intent_id);
      if (known !== undefined) return known;
      const result = this.decide(intent);
      this.results.set(intent.intent_id, result);
      return result;
    });
  }

  private decide(intent: Intent): Outcome {
    const refused = (code: string): Outcome => ({
      kind: 'refused',
      reason: { code, sentence: { id: code, en: code } },
    });
    if (this.refuses.has(intent.kind)) return refused('not_allowed');
    const there = new Set([...this.photos.values()].map(({ mediaId }) => mediaId));
    const media = (intent.payload.media as string[] | undefined) ?? [];
    if (!media.every((id) => there.has(id))) return refused('photo_absent');
    this.done.push(intent);
    const answer = { intent_id: intent.intent_id, subject: '1', number: 'JK1', version: 1 };
    return { kind: 'applied', answer: { ...answer, target: null } };
  }

  private async pass(decide: () => Outcome): Promise<Outcome | Silence> {
    const fate = this.fates.shift() ?? 'answered';
    if (fate === 'killed before') throw new Killed();
    if (fate === 'not heard') return { kind: 'unreachable' };
    if (fate === 'busy') return { kind: 'busy', waitMs: null };
    const outcome = decide();
    if (fate === 'killed after') throw new Killed();
    return fate === 'answer lost' ? { kind: 'unreachable' } : outcome;
  }
}

/** A shelf whose phone may die before or after a change is written. */
export class MortalShelf implements Shelf {
  readonly keeping = 'lasting';
  constructor(
    private readonly shelf: Shelf,
    private readonly deaths: ('before' | 'after' | null)[],
  ) {}
  add(entries: readonly NewEntry[], pictures: ReadonlyMap<string, Picture>): Promise<void> {
    return this.shelf.add(entries, pictures);
  }
  all(): Promise<Entry[]> {
    return this.shelf.all();
  }
  picture(id: string): Promise<Picture | undefined> {
    return this.shelf.picture(id);
  }
  async change(decide: (entries: readonly Entry[]) => Change): Promise<void> {
    const death = this.deaths.shift() ?? null;
    if (death === 'before') throw new Killed();
    await this.shelf.change(decide);
    if (death === 'after') throw new Killed();
  }
  close(): void {
    this.shelf.close();
  }
}
