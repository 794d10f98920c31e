import { describe, expect, it } from 'vitest';
import { type Alignment, clockMark, clockState, clockText, levelOf, levelText } from './clock-rule';

const PAIR = { ecg_device_id: 'HOLTER-1', therapy_device_id: 'PAP-1', night: '2026-11-02' };
const ALIGNED: Alignment = { offset_ms: 42_000, uncertainty_ms: 3000, method: 'estimated', night: '2026-11-02' };

describe('what a clock uncertainty allows', () => {
  it.each([
    [0, 'event'],
    [5000, 'event'],
    [5001, 'trace'],
    [30_000, 'trace'],
    [30_001, 'night'],
    [null, 'night'],
  ] as const)('%s ms: %s level', (uncertainty, level) => {
    expect(levelOf(uncertainty)).toBe(level);
  });

  it('is said in words', () => {
    expect(levelText('trace')).toContain('no statement which beat met which event');
    expect(levelText('night')).toContain('by the night only');
  });
});

describe('the state of two clocks', () => {
  it('is unknown, not zero, where nobody aligned them', () => {
    const state = clockState(PAIR, null);
    expect(state).toMatchObject({ offset_ms: 0, uncertainty_ms: null, method: 'none', level: 'night' });
    expect(clockText(state)).toBe('Clocks never aligned: offset unknown');
    expect(clockMark(state)).toBe('clock unknown');
  });

  it('is one clock in one device', () => {
    const state = clockState({ ...PAIR, therapy_device_id: 'HOLTER-1' }, null);
    expect(state).toMatchObject({ offset_ms: 0, uncertainty_ms: 0, level: 'event' });
  });

  it('is as it was determined, on that night', () => {
    const state = clockState(PAIR, ALIGNED);
    expect(state).toEqual({ ...ALIGNED, night: undefined, level: 'event', determined_on: null });
    expect(clockText(state)).toBe('Clock +42 s ±3 s, estimated, pulse against RR');
    expect(clockMark(state)).toBe('clock +42 s ±3 s');
  });

  it('places the ECG on another night, without a word on how well', () => {
    const state = clockState({ ...PAIR, night: '2026-11-09' }, ALIGNED);
    expect(state).toMatchObject({ offset_ms: 42_000, uncertainty_ms: null, level: 'night' });
    expect(clockText(state)).toBe(
      'Clock +42 s uncertainty unknown, estimated, pulse against RR, determined on the night of 2026-11-02',
    );
  });

  it('never looks more certain than it is, and names a shift back', () => {
    const state = clockState(PAIR, { ...ALIGNED, offset_ms: -1250, uncertainty_ms: 5001, method: 'manual' });
    expect(clockText(state)).toBe('Clock −1.3 s ±5.1 s, set by hand');
    expect(state.level).toBe('trace');
  });
});
