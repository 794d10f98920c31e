import { describe, expect, it } from 'vitest';
import { fibrillationTime } from '@/lib/testing/accuracy/rhythm';
import { annotatedRecording, annotatedRecordings } from '@/lib/testing/annotated-recordings';
import { type SyntheticEcg, syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { flagOf } from '../beat-list/beat-list';
import { detectBeats } from '../beats/detect-beats';
import type { LeadValues } from '../lead-values';
import { FibrillationFollower, MOST_EPISODES } from './follow-fibrillation';

/** Thirteen intervals that tell nothing of each other, in ms. */
const IRREGULAR = [620, 910, 540, 1010, 700, 820, 480, 960, 590, 1090, 760, 520, 880];
const REGULAR = Array.from({ length: 30 }, () => 800);

interface Made {
  beats_ms: number[];
  lead: LeadValues;
}

function made(wanted: Partial<SyntheticEcg>): Made {
  const { rate_hz, leads } = syntheticEcg({ rate_hz: 250, seconds: 90, noise_uv: 8, ...wanted });
  const two = leads.find(({ name }) => name === 'II');
  if (!two) throw new Error('no lead II');
  const beats = detectBeats({ rate_hz, leads: [two.samples] });
  const lead = { id: 'II', name: 'II', derived: false, rate_hz, start_ms: 0, values: two.samples };
  return { beats_ms: beats.map((at) => (at * 1000) / rate_hz), lead };
}

/** One lead that was followed in parts of some seconds. */
function follower({ beats_ms, lead }: Made, { part_s = 30, breaks = [] as number[] } = {}) {
  const one = new FibrillationFollower({
    times_ms: Uint32Array.from(beats_ms, Math.round),
    flags: Uint8Array.from(beats_ms, (_, beat) => flagOf(null, breaks.includes(beat))),
  });
  const count = Math.round(part_s * lead.rate_hz);
  for (let from = 0; from < lead.values.length; from += count)
    one.take([{ ...lead, start_ms: (from * 1000) / lead.rate_hz, values: lead.values.slice(from, from + count) }]);
  return one;
}

const follow = (of: Made, how?: Parameters<typeof follower>[1]) => follower(of, how).finish();

/** Why the time of a lead that can be read throughout was not judged. */
function reasonsOf(of: Made) {
  const one = follower(of);
  one.finish();
  const to_ms = (of.lead.values.length * 1000) / of.lead.rate_hz;
  return one.unjudgedOf([{ from_ms: 0, to_ms, state: 'readable' }]).spans.map(({ reason }) => reason);
}

describe('fibrillation over time, against the marks of annotators', () => {
  const times = annotatedRecordings('cpsc2021').map(fibrillationTime);
  const total = (of: 'marked_s' | 'found_s' | 'wrong_s' | 'recorded_s') => times.reduce((sum, one) => sum + one[of], 0);

  it('names at least 90 % of the marked time of Holter excerpts, and at most 2 % of the other', () => {
    expect(total('marked_s')).toBeGreaterThan(1400);
    expect(total('found_s') / total('marked_s')).toBeGreaterThanOrEqual(0.9);
    expect(total('wrong_s') / (total('recorded_s') - total('marked_s'))).toBeLessThanOrEqual(0.02);
  });

  it.each(['100', '800'])('names none of half an hour of sinus rhythm with premature beats (%s)', (name) => {
    const { judged_s, wrong_s } = fibrillationTime(annotatedRecording(name));
    expect(wrong_s).toBe(0);
    expect(judged_s).toBeGreaterThan(1700);
  });
});

describe('fibrillation over time, of made ECGs', () => {
  const fibrillating = made({ rr_ms: IRREGULAR, pr_ms: null });

  it('is one episode from the first beat to the last, in parts of whatever length', () => {
    const [first = 0, last = 0] = [fibrillating.beats_ms[0], fibrillating.beats_ms.at(-1)];
    const whole = { from_ms: Math.round(first), to_ms: Math.round(last) };
    const length = whole.to_ms - whole.from_ms;
    for (const part_s of [3, 10, 30, 300])
      expect(follow(fibrillating, { part_s })).toEqual({
        ...{ judged_ms: length, suspected_ms: length, longest_ms: length, found: 1 },
        episodes: [whole],
      });
  });

  it('is none where P waves stand before beats as irregular', () => {
    const found = follow(made({ rr_ms: IRREGULAR, pr_ms: 150 }));
    expect(found).toMatchObject({ suspected_ms: 0, longest_ms: 0, found: 0, episodes: [] });
    expect(found?.judged_ms).toBeGreaterThan(80_000);
  });

  it('is not said across a break, nor of the time in it', () => {
    const middle = Math.floor(fibrillating.beats_ms.length / 2);
    const found = follow(fibrillating, { breaks: [middle] });
    expect(found?.episodes.map(({ from_ms, to_ms }) => [from_ms, to_ms])).toEqual([
      [fibrillating.beats_ms[0], fibrillating.beats_ms[middle - 1]],
      [fibrillating.beats_ms[middle], fibrillating.beats_ms.at(-1)],
    ]);
  });

  it('is not said of what cannot be read, and nothing is where nothing can', () => {
    const noisy = made({ rr_ms: IRREGULAR, pr_ms: null, noise_uv: 200 });
    expect(follow({ ...noisy, beats_ms: fibrillating.beats_ms })).toBeNull();
    const pause = fibrillating.lead.values.map((value, at) => (at > 30 * 250 && at < 60 * 250 ? Number.NaN : value));
    const found = follow({ ...fibrillating, lead: { ...fibrillating.lead, values: pause } });
    expect(found?.episodes).toHaveLength(2);
    for (const { from_ms, to_ms } of found?.episodes ?? []) expect(to_ms <= 30_000 || from_ms >= 60_000).toBe(true);
  });

  it('is judged by no lead of less than 100 Hz, and of fewer than eight beats not at all', () => {
    expect(follow(made({ rr_ms: IRREGULAR, pr_ms: null, rate_hz: 80 }))).toBeNull();
    expect(follow({ ...fibrillating, beats_ms: fibrillating.beats_ms.slice(0, 7) })).toBeNull();
    expect(follow({ ...fibrillating, beats_ms: [] })).toBeNull();
  });

  it('says why time was not judged', () => {
    const noisy = made({ rr_ms: IRREGULAR, pr_ms: null, noise_uv: 200 });
    const values = fibrillating.lead.values;
    expect(reasonsOf(fibrillating)).toEqual([]);
    expect(reasonsOf({ ...noisy, beats_ms: fibrillating.beats_ms })).toEqual(['noisy']);
    expect(reasonsOf({ ...fibrillating, lead: { ...fibrillating.lead, values: values.map(() => 0) } })).toEqual([
      'lead_off',
    ]);
    expect(reasonsOf({ ...fibrillating, beats_ms: fibrillating.beats_ms.slice(0, 7) })).toEqual(['too_few_beats']);
    expect(reasonsOf(made({ rr_ms: IRREGULAR, pr_ms: null, rate_hz: 80 }))).toEqual(['low_sampling_rate']);
    // a value is missing in every group of beats
    const holes = values.map((value, k) => (k % 500 === 0 ? Number.NaN : value));
    expect(reasonsOf({ ...fibrillating, lead: { ...fibrillating.lead, values: holes } })).toEqual(['interrupted']);
  });

  it('lists the longest of more episodes than anybody reads, in order of time, and counts all', () => {
    const rr_ms = [...IRREGULAR, ...IRREGULAR, ...REGULAR];
    const seconds = rr_ms.reduce((sum, one) => sum + one, 0) / 1000;
    const { beats_ms, lead } = made({ rr_ms, pr_ms: null, seconds });
    const wanted = MOST_EPISODES + 5;
    const times = Array.from({ length: wanted }, (_, k) => k * seconds * 1000);
    const values = new Float64Array(lead.values.length * wanted);
    for (const index of times.keys()) values.set(lead.values, index * lead.values.length);
    const all = times.flatMap((start) => beats_ms.map((at) => start + at));
    const found = follow({ beats_ms: all, lead: { ...lead, values } });
    expect(found?.found).toBe(wanted);
    expect(found?.episodes).toHaveLength(MOST_EPISODES);
    const starts = found?.episodes.map(({ from_ms }) => from_ms) ?? [];
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const listed = found?.episodes.reduce((sum, { from_ms, to_ms }) => sum + to_ms - from_ms, 0) ?? 0;
    expect(listed).toBeLessThan(found?.suspected_ms ?? 0);
  });
});
