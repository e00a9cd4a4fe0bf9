import { describe, expect, it } from 'vitest';
import { routeOf, toReport } from '../../src/officer/route';

describe('the address', () => {
  it('leads to a report and back', () => {
    expect(routeOf(toReport('1883291483868760756'))).toEqual({
      at: 'report',
      id: '1883291483868760756',
    });
  });

  it('leads to the list where it makes no sense', () => {
    for (const hash of ['', '#/', '#/report/', '#/report/../x y', '#/nowhere']) {
      expect(routeOf(hash)).toEqual({ at: 'work' });
    }
  });
});
