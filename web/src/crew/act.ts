/** What a crew does, as acts for the outbox. */
import type { Act } from '../offline/entry';
import type { JobState } from './job';
import { chainOfCrew, chainOfJob, type ShownJob } from './shown';

/** An act with its place among the others; the outbox adds who sends it, and the photos. */
export interface Deed {
  readonly chain: string;
  readonly act: Act;
  readonly after: string | null;
}

/** What the end of a job brings along, beside its photos. */
export interface Ending {
  readonly note?: string;
  readonly reason?: string;
  readonly noPhotoReason?: string;
}

/** Brings a job into its next state, on top of what was done to it before on this phone. */
export function moveJob(shown: ShownJob, to: JobState, nowMs: number, ending: Ending = {}): Deed {
  const { job, after } = shown;
  const said = {
    note: ending.note,
    reason: ending.reason,
    no_photo_reason: ending.noPhotoReason,
  };
  const payload = {
    to_state: to,
    ...Object.fromEntries(Object.entries(said).filter(([, text]) => text)),
  };
  return {
    chain: chainOfJob(job.id),
    act: act('move_job', job.id, job.version, nowMs, payload),
    after,
  };
}

/** Says that a member has come to work or has gone. Who says it last is believed. */
export function markPresence(crew: string, member: string, present: boolean, nowMs: number): Deed {
  return {
    chain: chainOfCrew(crew),
    act: act('mark_presence', member, null, nowMs, { present }),
    after: null,
  };
}

/** Says that the crew is not to be sent, and why; an empty reason: that it may be again. */
export function setAvailability(crew: string, reason: string, nowMs: number): Deed {
  const payload = reason === '' ? { available: true } : { available: false, reason };
  return {
    chain: chainOfCrew(crew),
    act: act('set_availability', crew, null, nowMs, payload),
    after: null,
  };
}

function act(
  kind: string,
  target: string,
  base: number | null,
  nowMs: number,
  payload: Act['payload'],
): Act {
  return { kind, subject: null, target, base_version: base, acted_ms: nowMs, payload };
}
