import { describe, expect, it } from 'vitest';
import { giveUp, goOn, takeBack, wayOn } from '../../src/crew/again';
import type { ActEntry } from '../../src/offline/entry';
import { ids, job, move, photo } from './given';

let names = 0;
const newName = () => {
  names += 1;
  return `new-${names}`;
};

const CHAIN = [
  move('a', 'en_route', { standing: 'refused' }),
  move('b', 'on_site', { after: 'a' }),
  photo('p', 'done'),
  move('c', 'done', { after: 'b', photos: ['p'] }),
];

describe('going on after a colleague was faster', () => {
  it('leaves out what the colleague has done, and builds the rest on the present version', () => {
    const change = goOn(CHAIN, job('1', 'on_site', { version: 7 }), newName);
    expect(change.remove).toEqual(['a', 'b']);
    const [last] = change.put as ActEntry[];
    expect(last).toMatchObject({ id: 'c', standing: 'waiting', after: null, photos: ['p'] });
    expect(last?.act.base_version).toBe(7);
    expect(last?.intentId).toMatch(/^new-/);
  });

  it('keeps the order where several are left', () => {
    const { put, remove } = goOn(CHAIN, job('1', 'en_route', { version: 5 }), newName);
    expect(remove).toEqual(['a']);
    expect((put as ActEntry[]).map(({ id, after }) => [id, after])).toEqual([
      ['b', null],
      ['c', 'b'],
    ]);
  });

  it('sends a photo that was refused again under a new key, and none that the store has', () => {
    const refused = [photo('p', 'refused'), move('c', 'done', { photos: ['p'] })];
    const { put } = goOn(refused, job('1', 'on_site'), newName);
    expect(ids(put)).toEqual(['p', 'c']);
    expect(put[0]).toMatchObject({ standing: 'waiting', key: expect.stringMatching(/^new-/) });
  });

  it.each(['withdrawn', 'done', 'failed'] as const)('leads nowhere once the job is %s', (state) => {
    const ended = job('1', state, { ended_ms: 1 });
    expect(wayOn(ended, 'done')).toBeUndefined();
    expect(goOn(CHAIN, ended, newName)).toEqual({ put: [], remove: [] });
  });
});

describe('leaving a job as it is now', () => {
  it('drops all that waits, photos included, and nothing that is done', () => {
    const acts = [move('z', 'accepted', { standing: 'done', version: 3 }), ...CHAIN];
    expect(giveUp(acts, job('1')).remove).toEqual(['a', 'b', 'c', 'p']);
  });
});

describe('taking back', () => {
  it('takes back what was built on it as well', () => {
    const acts = [move('a', 'en_route'), move('b', 'on_site', { after: 'a' })];
    expect(takeBack(acts, job('1'), 'b').remove).toEqual(['b']);
    expect(takeBack(acts, job('1'), 'a').remove).toEqual(['a', 'b']);
  });

  it('takes back nothing that was answered meanwhile', () => {
    const acts = [move('a', 'en_route', { standing: 'done', version: 4 })];
    expect(takeBack(acts, job('1'), 'a')).toEqual({ put: [], remove: [] });
  });
});
