import { describe, expect, it } from 'vitest';
import { shownOf } from '../../src/crew/shown';
import { job, move, photo, said, told } from './given';

describe('a job', () => {
  it('stands where its last act that waits wants it', () => {
    const { open, underWay } = shownOf(told(job('1')), [
      move('a', 'accepted'),
      move('b', 'en_route'),
    ]);
    expect(open[0]).toMatchObject({ state: 'en_route', after: 'b', stuck: undefined });
    expect(open[0]?.waiting.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(underWay?.job.id).toBe('1');
  });

  it('keeps an act that was applied until the store’s word has its effect in it', () => {
    const done = move('a', 'accepted', { standing: 'done', version: 3 });
    const before = shownOf(told(job('1', 'sent', { version: 2 })), [done]).open[0];
    expect(before).toMatchObject({ state: 'accepted', after: 'a', waiting: [] });
    const after = shownOf(told(job('1', 'accepted', { version: 3 })), [done]).open[0];
    expect(after).toMatchObject({ state: 'accepted', after: null });
  });

  it('stands where the store says once an act on it was refused, and says what was wanted', () => {
    const acts = [move('a', 'en_route', { standing: 'refused' }), move('b', 'on_site')];
    const shown = shownOf(told(job('1', 'accepted')), acts).open[0];
    expect(shown).toMatchObject({ state: 'accepted', after: null });
    expect(shown?.stuck).toMatchObject({ wanted: 'on_site', entry: { id: 'a' } });
  });

  it('is stuck too where only its photo was refused', () => {
    const acts = [photo('p', 'refused'), move('a', 'done', { photos: ['p'] })];
    expect(shownOf(told(job('1', 'on_site')), acts).open[0]?.stuck).toMatchObject({
      wanted: 'done',
      entry: { id: 'p' },
    });
  });

  it('that ended stays among what is to do as long as an act on it needs a decision', () => {
    const gone = job('1', 'withdrawn', { ended_ms: 5, reason: 'Ganda' });
    expect(shownOf(told(gone), []).ended.map(({ job }) => job.id)).toEqual(['1']);
    const stuck = shownOf(told(gone), [move('a', 'done', { standing: 'refused' })]);
    expect(stuck.open.map(({ job }) => job.id)).toEqual(['1']);
    expect(stuck.ended).toEqual([]);
  });

  it('is not touched by acts on another one', () => {
    const { open } = shownOf(told(job('1'), job('2')), [move('a', 'accepted', {}, '2')]);
    expect(open.map(({ state }) => state)).toEqual(['sent', 'accepted']);
  });

  it('that is finished here has ended, before the store knows', () => {
    const shown = shownOf(told(job('1', 'on_site')), [move('a', 'done')]);
    expect(shown.open).toEqual([]);
    expect(shown.ended[0]).toMatchObject({ state: 'done' });
    expect(shown.underWay).toBeUndefined();
  });
});

describe('a member', () => {
  const here = (standing: 'waiting' | 'done' | 'refused', sinceMs: number) =>
    shownOf(told(), [said('a', 'mark_presence', 'A-1', { present: true }, standing, sinceMs)])
      .members[0];

  it('is where this phone said, until the store was asked after it had answered', () => {
    expect(here('waiting', 0)).toMatchObject({ present: true, pending: true });
    expect(here('done', 501)).toMatchObject({ present: true, pending: false });
    expect(here('done', 499)).toMatchObject({ present: false, pending: false });
  });

  it('is where the store says once it said no', () => {
    expect(here('refused', 501)).toMatchObject({ present: false, pending: false });
  });
});

describe('the crew', () => {
  it('is not to be sent as soon as it said so', () => {
    const no = said('a', 'set_availability', 'A', { available: false, reason: 'Truk rusak' });
    expect(shownOf(told(), [no])).toMatchObject({
      unavailableReason: 'Truk rusak',
      availabilityPending: true,
    });
    const yes = said('b', 'set_availability', 'A', { available: true });
    expect(shownOf(told(), [no, yes]).unavailableReason).toBe('');
  });
});
