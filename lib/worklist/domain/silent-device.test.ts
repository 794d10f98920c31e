import { describe, expect, it } from 'vitest';
import { nightsSince, SILENT_NIGHTS, silentBefore } from './silent-device';

const NOW = new Date('2026-11-22T13:00:00Z');

describe('silent devices', () => {
  it('are silent from the third night on', () => {
    expect(nightsSince(silentBefore(NOW), NOW)).toBe(SILENT_NIGHTS);
    expect(nightsSince(new Date('2026-11-19T13:00:01Z'), NOW)).toBe(2);
    expect(nightsSince(new Date('2026-11-23T00:00:00Z'), NOW)).toBe(0);
  });
});
