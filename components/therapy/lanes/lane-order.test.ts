import { describe, expect, it } from 'vitest';
import { fullOrder, movedOrder } from './lane-order';

const DEFAULTS = ['events', 'flow', 'pressure', 'leak', 'spo2'];

describe('the order of lanes', () => {
  it('is the default until somebody moves one, and takes what it does not know after its neighbour', () => {
    expect(fullOrder(DEFAULTS, [])).toEqual(DEFAULTS);
    expect(fullOrder(DEFAULTS, ['leak', 'flow', 'events'])).toEqual(['leak', 'spo2', 'flow', 'pressure', 'events']);
    expect(fullOrder(DEFAULTS, ['gone', 'leak', 'leak'])).toEqual(['events', 'flow', 'pressure', 'leak', 'spo2']);
  });

  it('moves a lane among those on screen, whatever is hidden between them', () => {
    const shown = ['events', 'flow', 'leak'];
    expect(movedOrder(DEFAULTS, shown, 'leak', 1)).toEqual(['events', 'leak', 'flow', 'pressure', 'spo2']);
    expect(movedOrder(DEFAULTS, shown, 'events', 2)).toEqual(['flow', 'pressure', 'leak', 'events', 'spo2']);
    expect(movedOrder(DEFAULTS, shown, 'flow', 0)).toEqual(['flow', 'events', 'pressure', 'leak', 'spo2']);
  });

  it('stays within its ends', () => {
    expect(movedOrder(DEFAULTS, DEFAULTS, 'events', -1)).toEqual(DEFAULTS);
    expect(movedOrder(DEFAULTS, DEFAULTS, 'spo2', 9)).toEqual(DEFAULTS);
    expect(movedOrder(DEFAULTS, ['flow'], 'flow', 1)).toContain('flow');
  });
});
