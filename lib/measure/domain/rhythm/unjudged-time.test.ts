import { describe, expect, it } from 'vitest';
import { derivedSchema } from '@/lib/recordings/derived-schema';
import { followed } from '@/lib/testing/accuracy/rhythm';
import { annotatedRecording } from '@/lib/testing/annotated-recordings';
import { normal } from '@/lib/testing/synthetic-ecg';
import type { SignalSpan } from '../quality/signal-over-time';
import { MOST_UNJUDGED, type UnjudgedReason, type UnjudgedSpan, unjudgedTime } from './unjudged-time';

const DAY_MS = 86_400_000;

const span = (from_ms: number, to_ms: number) => ({ from_ms, to_ms });
const signal = (from_ms: number, to_ms: number, state: SignalSpan['state'] = 'readable') => ({ from_ms, to_ms, state });
const unjudged = (from_ms: number, to_ms: number, reason: UnjudgedReason): UnjudgedSpan => ({ from_ms, to_ms, reason });

describe('time that could not be judged', () => {
  it('is what has samples and was not judged, with its reason; a gap is none of it', () => {
    const found = unjudgedTime(
      [signal(0, 100_000), signal(200_000, 230_000, 'noisy'), signal(230_000, 260_000, 'lead_off')],
      [span(0, 40_000), span(60_000, 100_000)],
      [unjudged(40_000, 60_000, 'beats_differ')],
    );
    expect(found).toEqual({
      ...{ total_ms: 80_000, found: 3 },
      by_reason: { beats_differ: 20_000, noisy: 30_000, lead_off: 30_000 },
      spans: [
        unjudged(40_000, 60_000, 'beats_differ'),
        unjudged(200_000, 230_000, 'noisy'),
        unjudged(230_000, 260_000, 'lead_off'),
      ],
    });
  });

  it('has too few beats where it can be read and no group of beats covers it', () => {
    expect(unjudgedTime([signal(0, 30_000)], [], []).spans).toEqual([unjudged(0, 30_000, 'too_few_beats')]);
  });

  it('was judged where one of two groups that overlap was', () => {
    const groups = [unjudged(0, 12_000, 'noisy'), unjudged(12_000, 24_000, 'noisy')];
    expect(unjudgedTime([signal(0, 24_000)], [span(6000, 18_000)], groups).spans).toEqual([
      unjudged(0, 6000, 'noisy'),
      unjudged(18_000, 24_000, 'noisy'),
    ]);
  });

  it('is no way from an edge of the recording to its next beat', () => {
    const none = { total_ms: 0, by_reason: {}, found: 0, spans: [] };
    expect(unjudgedTime([signal(0, 60_000)], [span(900, 55_000)], [])).toEqual(none);
    expect(unjudgedTime([signal(0, 60_000)], [span(900, 54_999)], []).total_ms).toBe(5001);
  });

  it('puts a short piece down to the long one it hangs on', () => {
    const states = [signal(0, 20_000), signal(20_000, 80_000, 'lead_off'), signal(80_000, 120_000)];
    const found = unjudgedTime(states, [span(0, 19_700), span(80_600, 120_000)], []);
    expect(found.spans).toEqual([unjudged(19_700, 80_600, 'lead_off')]);
    expect(found.by_reason).toEqual({ lead_off: 60_900 });
  });

  it('lists the longest of more stretches than anybody reads, in order of time, counts all, and stays small', () => {
    const count = DAY_MS / 20_000;
    const states = Array.from({ length: count }, (_, k) =>
      signal(k * 20_000, (k + 1) * 20_000, k % 2 ? 'lead_off' : 'noisy'),
    );
    const found = unjudgedTime(states, [], []);
    expect(found).toMatchObject({ found: count, total_ms: DAY_MS });
    expect(found.by_reason).toEqual({ noisy: DAY_MS / 2, lead_off: DAY_MS / 2 });
    expect(found.spans).toHaveLength(MOST_UNJUDGED);
    const starts = found.spans.map(({ from_ms }) => from_ms);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('adds less than 20 kB to a record of a day, whatever is found', () => {
    const longest = unjudged(DAY_MS - 1, DAY_MS, 'low_sampling_rate');
    const spans = Array.from({ length: MOST_UNJUDGED }, () => longest);
    expect(derivedSchema.shape.unjudged.safeParse({ total_ms: 1, by_reason: {}, found: 1, spans }).success).toBe(true);
    expect(JSON.stringify(spans).length).toBeLessThan(20_000);
  });
});

describe('time that could not be judged, of half an hour from the MIT-BIH database', () => {
  const [NOISE_FROM_S, NOISE_TO_S, OFF_FROM_S, OFF_TO_S] = [600, 900, 1200, 1320];
  /** A group of beats at a border lasts so long, of which half may be judged and half may not. */
  const BORDER_MS = 10_000;

  function disturbed(name: string) {
    const recording = annotatedRecording(name);
    const noise = normal(7);
    const within = (k: number, from_s: number, to_s: number) =>
      k >= from_s * recording.rate_hz && k < to_s * recording.rate_hz;
    const leads = recording.leads.map((lead) => ({
      ...lead,
      samples: lead.samples.map((value, k) => {
        if (within(k, OFF_FROM_S, OFF_TO_S)) return 0;
        return within(k, NOISE_FROM_S, NOISE_TO_S) ? value + 1000 * noise() : value;
      }),
    }));
    return followed({ ...recording, leads });
  }

  it.each(['100', '800'])('is none of the recording as it is (%s)', (name) => {
    expect(followed(annotatedRecording(name)).unjudged).toMatchObject({ total_ms: 0, spans: [] });
  });

  it.each(['100', '800'])(
    'is five minutes of noise and two of a lead that is off, where they were put (%s)',
    (name) => {
      const { found, unjudged: time } = disturbed(name);
      expect(time.spans.map(({ reason }) => reason)).toEqual(['noisy', 'lead_off']);
      for (const [index, [from_s, to_s]] of [
        [NOISE_FROM_S, NOISE_TO_S],
        [OFF_FROM_S, OFF_TO_S],
      ].entries()) {
        expect(Math.abs((time.spans[index]?.from_ms ?? 0) - (from_s ?? 0) * 1000)).toBeLessThan(BORDER_MS);
        expect(Math.abs((time.spans[index]?.to_ms ?? 0) - (to_s ?? 0) * 1000)).toBeLessThan(BORDER_MS);
      }
      // all of the half hour was either judged or not, but for the ways to the first beat and from the last
      expect(Math.abs((found?.judged_ms ?? 0) + time.total_ms - 1_800_000)).toBeLessThan(BORDER_MS);
    },
  );
});
