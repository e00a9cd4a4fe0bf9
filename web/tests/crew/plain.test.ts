import { describe, expect, it } from 'vitest';
import { moveJob, setAvailability } from '../../src/crew/act';
import { directionTo } from '../../src/crew/direction';
import { mayFail, wayTo } from '../../src/crew/job';
import { newsBetween } from '../../src/crew/news';
import { isWorthTelling, mayTell, metresBetween } from '../../src/crew/position';
import { routeOf } from '../../src/crew/route';
import { shownOf } from '../../src/crew/shown';
import { job, move, page, told } from './given';

describe('the way of a job', () => {
  it('leads through every state, and never back', () => {
    expect(wayTo('sent', 'done')).toEqual(['accepted', 'en_route', 'on_site', 'done']);
    expect(wayTo('on_site', 'accepted')).toBeUndefined();
    expect(wayTo('planned', 'accepted')).toBeUndefined();
    expect(wayTo('en_route', 'failed')).toEqual(['failed']);
  });

  it('may fail once it was sent, until it has ended', () => {
    const states = ['planned', 'sent', 'accepted', 'on_site', 'done', 'withdrawn'] as const;
    expect(states.map(mayFail)).toEqual([false, true, true, true, false, false]);
  });
});

describe('an act on a job', () => {
  it('names the version that the store told, and the act that it is built on', () => {
    const shown = shownOf(told(job('1')), [move('a', 'accepted')]).open[0];
    if (shown === undefined) throw new Error('no job');
    const deed = moveJob(shown, 'en_route', 77);
    expect(deed).toMatchObject({ chain: 'job:1', after: 'a' });
    expect(deed.act).toMatchObject({ target: '1', base_version: 2, acted_ms: 77 });
    expect(deed.act.payload).toEqual({ to_state: 'en_route' });
  });

  it('brings what its end needs and nothing empty', () => {
    const shown = shownOf(told(job('1', 'on_site')), []).open[0];
    if (shown === undefined) throw new Error('no job');
    const { payload } = moveJob(shown, 'done', 0, { note: '', noPhotoReason: 'Hujan' }).act;
    expect(payload).toEqual({ to_state: 'done', no_photo_reason: 'Hujan' });
  });

  it('says of a crew that it may be sent again without a reason', () => {
    expect(setAvailability('A', '', 0).act.payload).toEqual({ available: true });
    expect(setAvailability('A', 'Truk', 0).act.payload).toEqual({
      available: false,
      reason: 'Truk',
    });
  });
});

describe('news', () => {
  const none = new Set<string>();
  const kinds = (
    before: Parameters<typeof newsBetween>[0],
    now: ReturnType<typeof page>,
    own = none,
  ) => newsBetween(before, now, own).map(({ kind }) => kind);

  it('are none where nothing was known before', () => {
    expect(kinds(undefined, page(job('1')))).toEqual([]);
  });

  it('are jobs that came, also ones that were planned before', () => {
    expect(kinds(page(), page(job('1')))).toEqual(['came']);
    expect(kinds(page(job('1', 'planned')), page(job('1')))).toEqual(['came']);
    expect(kinds(page(), page(job('1', 'planned')))).toEqual([]);
  });

  it('are jobs that were withdrawn, also those that this phone worked on', () => {
    const now = page(job('1', 'withdrawn', { ended_ms: 1 }));
    expect(kinds(page(job('1', 'en_route')), now, new Set(['1']))).toEqual(['withdrawn']);
    expect(kinds(now, now)).toEqual([]);
  });

  it('are moves of colleagues and not this phone’s own', () => {
    const now = page(job('1', 'on_site'));
    expect(kinds(page(job('1', 'en_route')), now)).toEqual(['moved']);
    expect(kinds(page(job('1', 'en_route')), now, new Set(['1']))).toEqual([]);
  });
});

describe('a position', () => {
  const at = (lon: number, measuredMs: number) => ({ lon, lat: -6.2, accuracyM: 10, measuredMs });

  it('is told only under way, of somebody who is known and has said yes', () => {
    expect(mayTell(true, 'A-1', true)).toBe(true);
    expect(mayTell(false, 'A-1', true)).toBe(false);
    expect(mayTell(true, undefined, true)).toBe(false);
    expect(mayTell(true, 'A-1', false)).toBe(false);
    expect(mayTell(true, 'A-1', undefined)).toBe(false);
  });

  it('is told when somebody has moved or a minute has passed, and never in a rush', () => {
    const last = at(106.8, 0);
    expect(isWorthTelling(undefined, last)).toBe(true);
    expect(isWorthTelling(last, at(106.9, 14_999))).toBe(false);
    expect(isWorthTelling(last, at(106.8, 59_999))).toBe(false);
    expect(isWorthTelling(last, at(106.801, 15_000))).toBe(true);
    expect(isWorthTelling(last, at(106.8, 60_000))).toBe(true);
  });

  it('is measured in metres', () => {
    const metres = metresBetween({ lon: 106.8, lat: -6.2 }, { lon: 106.801, lat: -6.2 });
    expect(metres).toBeGreaterThan(110);
    expect(metres).toBeLessThan(111);
  });
});

describe('the way to a place', () => {
  const place = { lon: 106.8271, lat: -6.1754 };

  it('opens the phone’s own map, latitude first', () => {
    expect(directionTo(place, 'JK 1 (a)', 'Android')).toBe(
      'geo:-6.175400,106.827100?q=-6.175400,106.827100(JK%201%20(a))',
    );
    expect(directionTo(place, 'JK1', 'iPhone')).toBe('maps:?daddr=-6.175400,106.827100');
  });
});

describe('an address in the page', () => {
  it('leads to a part, and to the list where it means nothing', () => {
    expect(routeOf('#/job/123')).toEqual({ at: 'job', id: '123' });
    expect(routeOf('#/map')).toEqual({ at: 'map' });
    expect(routeOf('#/crew')).toEqual({ at: 'crew' });
    expect(routeOf('#/job/../x')).toEqual({ at: 'list' });
    expect(routeOf('')).toEqual({ at: 'list' });
  });
});
