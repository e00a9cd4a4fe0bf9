import { describe, expect, it } from 'vitest';
import { between, isMeant, type Mask, moved, sized } from '../../src/officer/mask_rule';

const MASK: Mask = [0.2, 0.3, 0.5, 0.6];

describe('a cover', () => {
  it('lies between two corners, whichever way it was drawn, and never beyond the photo', () => {
    expect(between({ x: 0.5, y: 0.6 }, { x: 0.2, y: 0.3 })).toEqual(MASK);
    expect(between({ x: -0.4, y: 0.5 }, { x: 1.7, y: 2 })).toEqual([0, 0.5, 1, 1]);
  });

  it('keeps its size where it is moved against the edge', () => {
    expect(moved(MASK, { x: 0.9, y: -0.9 })).toEqual([0.7, 0, 1, 0.3]);
  });

  it('is never sized to nothing, nor beyond the photo', () => {
    const [left, top, right, bottom] = sized(MASK, { x: -0.9, y: 0.9 });
    expect([left, top]).toEqual([0.2, 0.3]);
    expect(right).toBeGreaterThan(left);
    expect(bottom).toBe(1);
  });

  it('was meant only where it is larger than a slip of the finger', () => {
    expect(isMeant(MASK)).toBe(true);
    expect(isMeant([0.2, 0.3, 0.21, 0.6])).toBe(false);
  });
});
