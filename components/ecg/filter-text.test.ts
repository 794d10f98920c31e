import { describe, expect, it } from 'vitest';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { filterText } from './filter-text';

function traces(rate: number, kind: LeadTrace['kind'] = 'samples'): ReadonlyMap<string, LeadTrace> {
  const base = { id: '0', name: 'I', unit: 'uV', sampling_rate_hz: rate, start_ms: 0, step_ms: 1000 / rate };
  const values = Float32Array.of(0);
  return new Map([['I', kind === 'samples' ? { ...base, kind, values } : { ...base, kind, min: values, max: values }]]);
}

describe('what the paper says of its display filter', () => {
  it('is that there is none, by default', () => {
    expect(filterText(NO_FILTER, traces(500))).toEqual({ text: 'as recorded, no display filter', isCaution: false });
  });

  it('names every part', () => {
    const filter = { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50 } as const;
    expect(filterText(filter, traces(500))).toEqual({
      text: 'display filter: 0.05 Hz high-pass, 150 Hz low-pass, 50 Hz notch, zero-phase',
      isCaution: false,
    });
  });

  it('warns at 40 Hz', () => {
    expect(filterText({ ...NO_FILTER, low_pass_hz: 40 }, traces(500))).toEqual({
      text: 'display filter: 40 Hz low-pass, zero-phase; not diagnostic bandwidth',
      isCaution: true,
    });
  });

  it('names what the sampling rate cannot hold instead of claiming it', () => {
    expect(filterText({ ...NO_FILTER, low_pass_hz: 150 }, traces(250))).toEqual({
      text: '150 Hz low-pass not possible at 250 Hz',
      isCaution: true,
    });
  });

  it('says that minima and maxima are not filtered', () => {
    expect(filterText({ ...NO_FILTER, notch_hz: 50 }, traces(500, 'minmax')).text).toBe(
      'display filter not applied: too many samples in view',
    );
  });
});
