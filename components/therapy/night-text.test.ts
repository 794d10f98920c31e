import { describe, expect, it } from 'vitest';
import { aNight, aNightValues } from './night.fixture';
import { nightFacts } from './night-facts';
import { axisText, boundaryText, clockOffsetText, completeness, hoursText, lengthText, nightTitle } from './night-text';

describe('what a night is called', () => {
  it.each([
    ['2026-10-27', 'Tue 27 to Wed 28 Oct 2026'],
    ['2026-10-31', 'Sat 31 Oct to Sun 1 Nov 2026'],
    ['2026-12-31', 'Thu 31 Dec 2026 to Fri 1 Jan 2027'],
  ])('%s: %s', (night, title) => {
    expect(nightTitle(night)).toBe(title);
  });

  it('names its boundary, its length and its clock', () => {
    const clock = (...offsets: number[]) => ({
      clock: offsets.map((utc_offset_minutes, i) => ({ at: `2026-10-25T0${i}:00:00Z`, utc_offset_minutes })),
    });
    expect([boundaryText(12), boundaryText(18)]).toEqual(['noon to noon', '18:00 to 18:00']);
    expect(lengthText(clock(120, 60))).toBe('25 h night: clocks went back');
    expect(lengthText(clock(60, 120))).toBe('23 h night: clocks went forward');
    expect(lengthText(clock(60, -300))).toBe('Device clock moved −6 h');
    expect(lengthText(clock(60))).toBeNull();
    expect(axisText(clock(120, 60))).toBe('Device local, UTC+2, then UTC+1');
    expect(hoursText(5_700_000)).toBe('1:35');
  });

  it('says how far the device’s clock was off, and when that is not known', () => {
    expect(clockOffsetText([{ clock_offset_ms: 3200 }, { clock_offset_ms: -400_000 }])).toBe('Clock vs upload −7 min');
    expect(clockOffsetText([{ clock_offset_ms: 3200 }, { clock_offset_ms: null }])).toBe('Clock vs upload +3 s');
    expect(clockOffsetText([{ clock_offset_ms: null }])).toBe('Clock vs upload not known');
  });
});

describe('completeness', () => {
  const [first, second] = aNight().sessions;
  if (!first || !second) throw new Error('two sessions expected');
  const word = (change: Parameters<typeof aNight>[0]) => completeness(aNight(change)).word;

  it('tells a whole night from parts, a summary and no use', () => {
    expect(word({})).toBe('Complete');
    expect(word({ sessions: [first, { ...second, event_count: null }] })).toBe('Partial');
    expect(word({ sessions: [first, { ...second, signal_minutes: 200 }] })).toBe('Partial');
    expect(word({ sessions: [], usage_minutes: null })).toBe('Summary only');
    expect(word({ sessions: [], usage_minutes: 0 })).toBe('Not used');
  });
});

describe('the facts of a night', () => {
  const fact = (id: string, change: Parameters<typeof aNight>[0] = {}) =>
    nightFacts(aNight(change)).find((one) => one.id === id);

  it('stand side by side, device and computed, never one in the other’s place', () => {
    expect(fact('usage')).toMatchObject({ device: '7.0', computed: '7.0', unit: 'h' });
    expect(fact('ahi')).toMatchObject({ device: '0.3', computed: '0.3' });
    expect(fact('split')).toMatchObject({ device: null, computed: '0.0 / 0.1 / 0.0 / 0.0 / 0.1' });
    expect(fact('usage', { device_reported: null })).toMatchObject({ device: null });
    expect(fact('ahi', { ahi: null })).toMatchObject({ device: '0.3', computed: null, missing: 'events not sent' });
  });

  it('warn that the AHI may be low, and of which leak they speak', () => {
    expect(fact('ahi')?.note).toBe('may be low: 24 min unscored');
    expect(fact('ahi', { unscored_minutes: 0 })?.note).toBeNull();
    expect(fact('leak')).toMatchObject({ computed: '1 / 26', note: 'unintentional, limit 24' });
    expect(fact('leak', { leak_type: 'total', leak_limit_l_min: null })?.note).toBe('total, no limit');
  });

  it('show zero as zero and what is not known as nothing', () => {
    const values = aNightValues({ usage_minutes: 0 });
    expect(fact('usage', { ...values, device_reported: null })).toMatchObject({ computed: '0.0' });
    expect(fact('periodic', { ...values, device_reported: null })).toMatchObject({ device: null, computed: null });
    expect(fact('epap')).toBeUndefined();
  });

  it('give the overlap of devices as the reason', () => {
    expect(fact('ahi', { overlapping: true, ahi: null })?.missing).toBe('sessions overlap');
  });
});
