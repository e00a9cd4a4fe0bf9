/** The acts that a citizen can do, as the store takes them. */
import type { Act } from '../offline/entry';
import { deviceId, newSecret } from './phone';

/** Where something is, and how that is known. */
export interface Spot {
  readonly lon: number;
  readonly lat: number;
  readonly source: 'phone' | 'photo' | 'pin';
  /** Metres; null where nobody knows. */
  readonly accuracyM: number | null;
}

/** A report that is being written. */
export interface Draft {
  readonly category: string | null;
  readonly spot: Spot | null;
  /** In words, where there is no spot, or beside it. */
  readonly address: string;
  readonly words: string;
  readonly keepPrivate: boolean;
  readonly name: string;
  readonly phone: string;
}

export const EMPTY: Draft = {
  category: null,
  spot: null,
  address: '',
  words: '',
  keepPrivate: false,
  name: '',
  phone: '',
};

/** For how long the phone knows a report again: its secret is the only proof that it is one's own. */
export const KEPT_REPORT_MS = 400 * 24 * 3_600_000;

/** For how long it remembers other acts. */
export const KEPT_ACT_MS = 90 * 24 * 3_600_000;

export type Lack = 'category' | 'place' | 'words';

/** Returns what the store would miss, in the order of the page. */
export function lacks(draft: Draft, photos: number): readonly Lack[] {
  const lacking: [Lack, boolean][] = [
    ['category', draft.category === null],
    ['place', draft.spot === null && draft.address.trim() === ''],
    ['words', photos === 0 && draft.words.trim() === ''],
  ];
  return lacking.filter(([, is]) => is).map(([lack]) => lack);
}

function act(kind: string, subject: string | null, payload: Record<string, unknown>): Act {
  return {
    kind,
    subject,
    target: null,
    base_version: null,
    acted_ms: Date.now(),
    payload,
  };
}

/** Returns the act that sends a report. */
export function submitting(draft: Draft): Act {
  const { spot, address, name, phone } = draft;
  return act('submit_report', null, {
    category: draft.category,
    channel: 'lapor',
    description: draft.words.trim(),
    secret: newSecret(),
    keep_private: draft.keepPrivate,
    ...(spot === null ? {} : { lon: spot.lon, lat: spot.lat }),
    ...(address.trim() === '' ? {} : { address: address.trim() }),
    private: {
      device_id: deviceId(),
      ...(name.trim() === '' ? {} : { first_name: name.trim() }),
      ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    },
  });
}

/** "Ini juga saya alami". */
export function supporting(report: string): Act {
  return act('support', report, { device_id: deviceId() });
}

/** Proves that a report is one's own, where no sign-in does. */
type Proof = { readonly secret: string } | Record<string, never>;

export function rating(report: string, stars: number, proof: Proof): Act {
  return act('rate', report, { stars, device_id: deviceId(), ...proof });
}

export function reopening(report: string, version: number, note: string, proof: Proof): Act {
  return { ...act('reopen', report, { note: note.trim(), ...proof }), base_version: version };
}
