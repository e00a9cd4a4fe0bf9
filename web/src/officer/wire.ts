/** What the store tells an office, as it comes over the line, and the questions for it. */
import { ask } from '../page/door';
import type { State } from '../page/look';
import type { Language } from '../page/words';
import type { Mask } from './mask_rule';

export type Moderation = 'pending' | 'public' | 'hidden';

/** What a line of the list and the report itself have in common. */
export interface ReportCore {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly category: string;
  readonly state: State;
  readonly priority: number;
  readonly area: string | null;
  readonly area_name: string | null;
  readonly agency: string | null;
  readonly agency_name: string | null;
  readonly address: string | null;
  readonly description: string;
  readonly created_ms: number;
  readonly acknowledged_ms: number | null;
  readonly acknowledged_by: string | null;
  readonly closed_ms: number | null;
  readonly expected_ms: number | null;
  readonly supporters: number;
  readonly moderation: Moderation;
  readonly duty_level: number;
  readonly simulated: boolean;
  /** What is due next; null: nothing, or a pause stops the clock. */
  readonly due: 'response' | 'closing' | null;
  readonly due_ms: number | null;
  readonly overdue: boolean;
}

export interface Line extends ReportCore {
  readonly photo: string | null;
  readonly handed: {
    readonly by: string;
    readonly from_agency: string | null;
    readonly handed_ms: number;
  } | null;
}

export interface Page {
  readonly clock_ms: number;
  readonly position: string;
  readonly reports: readonly Line[];
  readonly next: string | null;
}

export interface Counts {
  readonly open: number;
  readonly overdue: number;
  readonly handed: number;
  readonly states: Partial<Record<State, number>>;
  readonly categories: Readonly<Record<string, number>>;
}

export interface Photo {
  readonly id: string;
  readonly stage: 'before' | 'progress' | 'after';
  readonly url: string | null;
  readonly moderation: Moderation;
  readonly recorded_ms: number;
  /** Whether the store itself has it, so that parts of it can be covered. */
  readonly kept: boolean;
  readonly masks: readonly Mask[];
  readonly width_px: number | null;
  readonly height_px: number | null;
}

export interface Entry {
  readonly sequence: number;
  readonly kind: string;
  readonly from_state: State | null;
  readonly to_state: State;
  readonly actor: string;
  readonly note: string;
  readonly acted_ms: number;
}

export interface Holder {
  readonly agency: string | null;
  readonly name: string | null;
  readonly handed_by: string | null;
  readonly until_ms: number | null;
  readonly held_ms: number;
}

export interface Whole {
  readonly clock_ms: number;
  readonly position: string;
  readonly report: ReportCore & { readonly lon: number | null; readonly lat: number | null };
  readonly moves: readonly State[];
  readonly timeline: readonly Entry[];
  readonly media: readonly Photo[];
  readonly holders: readonly Holder[];
  readonly job: {
    readonly id: string;
    readonly version: number;
    readonly crew_name: string;
    readonly state: string;
    readonly ended_ms: number | null;
  } | null;
  readonly incident: { readonly name: string; readonly reports: number } | null;
}

export interface Crew {
  readonly code: string;
  readonly name: string;
  readonly area_name: string | null;
  readonly state: string;
  readonly present: number;
  readonly load: number;
  readonly shift: string | null;
  readonly fitness: 'free' | 'busy' | 'not_at_work' | 'unavailable';
  readonly can_go: boolean;
  readonly why: string;
}

export interface Template {
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly text_id: string;
  readonly text_en: string;
}

export interface Desk {
  readonly name: string;
  readonly role: string;
  readonly area_name: string | null;
  readonly agency: string | null;
  readonly agencies: readonly {
    readonly code: string;
    readonly name: string;
    readonly kind: string;
  }[];
  readonly templates: readonly Template[];
}

export interface Pending
  extends Pick<
    ReportCore,
    | 'id'
    | 'number'
    | 'version'
    | 'category'
    | 'state'
    | 'area_name'
    | 'address'
    | 'description'
    | 'created_ms'
    | 'moderation'
  > {
  readonly media: readonly Photo[];
}

export interface Review {
  readonly report: string;
  readonly number: string;
  readonly media: string;
  readonly url: string;
  readonly made_ms: number;
  readonly reasons: readonly {
    readonly kind: string;
    readonly media?: string;
    readonly number?: string;
    readonly sentence: Readonly<Record<Language, string>>;
  }[];
}

export interface Reviews {
  readonly reviews: readonly Review[];
  readonly limits: Readonly<Record<Language, string>>;
}

export type Work = 'open' | 'handed' | 'closed';

/** What of the work shall be listed. */
export interface Wanted {
  readonly work: Work;
  readonly overdue: boolean;
  readonly state: State | null;
  readonly category: string | null;
}

export const EVERYTHING: Wanted = { work: 'open', overdue: false, state: null, category: null };

export function readWork(wanted: Wanted, after: string | null, signal?: AbortSignal) {
  const asked = new URLSearchParams({ work: wanted.work });
  if (wanted.overdue) asked.set('overdue', '1');
  if (wanted.state !== null) asked.set('state', wanted.state);
  if (wanted.category !== null) asked.set('category', wanted.category);
  if (after !== null) asked.set('after', after);
  return ask<Page>('GET', `/v1/officer/reports?${asked}`, signal === undefined ? {} : { signal });
}

export const readCounts = () => ask<Counts>('GET', '/v1/officer/counts');
export const readDesk = () => ask<Desk>('GET', '/v1/officer/desk');
export const readReport = (id: string) =>
  ask<Whole>('GET', `/v1/officer/reports/${encodeURIComponent(id)}`);
export const readCrews = (id: string) =>
  ask<{ readonly crews: readonly Crew[] }>('GET', `/v1/officer/reports/${id}/crews`);
export const readPending = (after: string | null) =>
  ask<{ readonly pending: readonly Pending[]; readonly next: string | null }>(
    'GET',
    `/v1/officer/pending${after === null ? '' : `?after=${after}`}`,
  );
export const readReviews = () => ask<Reviews>('GET', '/v1/reviews');
