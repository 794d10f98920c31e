import { alignedRuns } from '@/lib/signals/align';
import { rateHz } from '@/lib/signals/rate';
import type { Channel, Segment } from '@/lib/signals/types';
import { yearsBetween } from './age';
import { type QtcFormula, qtc, rrFromRate } from './qtc';
import { scanLead } from './scan-lead';

/** Something to know about an accepted record. */
export interface EcgWarning {
  pointer: string;
  code:
    | 'low_sampling_rate'
    | 'short_recording'
    | 'flat_lead'
    | 'high_amplitude'
    | 'clipped_lead'
    | 'low_bandwidth'
    | 'high_low_cut'
    | 'qtc_mismatch'
    | 'einthoven_mismatch';
  detail: string;
}

type Stated = number | null | undefined;

/** What is judged. `pointers` names the place of each sent channel, by channel id; derived channels have none. */
export interface JudgedEcg {
  channels: readonly Channel[];
  pointers: ReadonlyMap<string, string>;
  duration_ms: number;
  filters: { high_pass_hz?: Stated; low_pass_hz?: Stated; zero_phase?: boolean | null | undefined } | null;
  measurements:
    | {
        heart_rate_bpm?: Stated;
        qt_ms?: Stated;
        qtc_ms?: Stated;
        qtc_formula?: QtcFormula | null | undefined;
      }
    | null
    | undefined;
  /** `YYYY-MM-DD`; unknown counts as adult. */
  birth_date: string | null | undefined;
  recording_date: Date;
}

// VAL-2 and clinical constants of bandwidth and sampling: adults and adolescents 0.05–150 Hz, children 250 Hz.
const MIN_RATE_HZ = 500;
const MIN_DURATION_MS = 10_000;
const FLAT_S = 1;
const HIGHEST_UV = 5000;
const CLIPPED_SAMPLES = 10;
const ADULT_LOW_PASS_HZ = 150;
const CHILD_LOW_PASS_HZ = 250;
/** Adolescents have the limits of adults; the age is this product's choice. */
const ADOLESCENT_YEARS = 12;
const HIGH_PASS_HZ = 0.05;
const ZERO_PHASE_HIGH_PASS_HZ = 0.67;
const QTC_TOLERANCE_MS = 10;
const EINTHOVEN_TOLERANCE_UV = 50;

const LIMB_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
const STANDARD_LEADS = [...LIMB_LEADS, 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/**
 * The soft rules of an ECG (VAL-2): what is kept but marked. Whether the stated heart rate agrees with the beats is
 * not judged here; it needs beats.
 */
export function judgeEcg(ecg: JudgedEcg): EcgWarning[] {
  const rhythm = ecg.channels.filter((channel) => channel.kind === 'rhythm');
  return [
    ...judgeTwelveLeads(rhythm, ecg.duration_ms),
    ...rhythm.flatMap((channel) => judgeLead(channel, ecg.pointers.get(channel.id))),
    ...judgeBandwidth(ecg),
    ...judgeQtc(ecg.measurements),
    ...judgeEinthoven(rhythm),
  ];
}

function judgeTwelveLeads(rhythm: readonly Channel[], duration_ms: number): EcgWarning[] {
  const leads = rhythm.filter(({ name }) => STANDARD_LEADS.includes(name));
  if (new Set(leads.map(({ name }) => name)).size < STANDARD_LEADS.length) return [];
  const warnings: EcgWarning[] = [];
  const slowest = Math.min(...leads.map(({ rate }) => rateHz(rate)));
  if (slowest < MIN_RATE_HZ) {
    const detail = `A 12-lead ECG is sampled at ${MIN_RATE_HZ} Hz or more; this one at ${slowest} Hz.`;
    warnings.push({ pointer: '/recording', code: 'low_sampling_rate', detail });
  }
  if (duration_ms < MIN_DURATION_MS) {
    const detail = `A 12-lead ECG lasts 10 s or more; this one ${(duration_ms / 1000).toFixed(2)} s.`;
    warnings.push({ pointer: '/recording', code: 'short_recording', detail });
  }
  return warnings;
}

function judgeLead(channel: Channel, pointer: string | undefined): EcgWarning[] {
  if (pointer === undefined || channel.derived) return [];
  const scan = scanLead(channel);
  const warnings: EcgWarning[] = [];
  if (scan.longest_flat_s >= FLAT_S) {
    const detail = `Lead ${channel.name} does not change for ${scan.longest_flat_s.toFixed(1)} s.`;
    warnings.push({ pointer, code: 'flat_lead', detail });
  }
  if (scan.largest_uv > HIGHEST_UV) {
    const detail = `Lead ${channel.name} goes beyond 5 mV (${(scan.largest_uv / 1000).toFixed(2)} mV).`;
    warnings.push({ pointer, code: 'high_amplitude', detail });
  }
  if (scan.clipped_samples >= CLIPPED_SAMPLES) {
    const detail = `Lead ${channel.name} is cut off at its limit (${scan.clipped_samples} samples).`;
    warnings.push({ pointer, code: 'clipped_lead', detail });
  }
  return warnings;
}

function judgeBandwidth({ filters, birth_date, recording_date }: JudgedEcg): EcgWarning[] {
  const warnings: EcgWarning[] = [];
  const lowPass = filters?.low_pass_hz ?? null;
  const child = birth_date && yearsBetween(birth_date, recording_date) < ADOLESCENT_YEARS;
  const needed = child ? CHILD_LOW_PASS_HZ : ADULT_LOW_PASS_HZ;
  if (lowPass !== null && lowPass < needed) {
    const detail = `Recorded up to ${lowPass} Hz; at this age ${needed} Hz is needed for a diagnosis.`;
    warnings.push({ pointer: '/recording/filters/low_pass_hz', code: 'low_bandwidth', detail });
  }
  const highPass = filters?.high_pass_hz ?? null;
  const allowed = filters?.zero_phase ? ZERO_PHASE_HIGH_PASS_HZ : HIGH_PASS_HZ;
  if (highPass !== null && highPass > allowed) {
    const detail = `Recorded from ${highPass} Hz on; above ${allowed} Hz the ST segment may be distorted.`;
    warnings.push({ pointer: '/recording/filters/high_pass_hz', code: 'high_low_cut', detail });
  }
  return warnings;
}

function judgeQtc(measurements: JudgedEcg['measurements']): EcgWarning[] {
  const { heart_rate_bpm, qt_ms, qtc_ms, qtc_formula } = measurements ?? {};
  if (!heart_rate_bpm || !qt_ms || !qtc_ms || !qtc_formula) return [];
  const expected = qtc(qtc_formula, qt_ms, rrFromRate(heart_rate_bpm));
  if (Math.abs(expected - qtc_ms) <= QTC_TOLERANCE_MS) return [];
  const detail = `By the stated formula (${qtc_formula}) QT and heart rate give ${expected.toFixed(1)} ms.`;
  return [{ pointer: '/measurements/qtc_ms', code: 'qtc_mismatch', detail }];
}

/** II = I + III, where all limb leads were sent (FMT-3). An inverted or mislabelled lead fails it. */
function judgeEinthoven(rhythm: readonly Channel[]): EcgWarning[] {
  const sent = STANDARD_LEADS.map((name) => rhythm.find((channel) => channel.name === name && !channel.derived));
  if (sent.some((channel) => channel === undefined)) return [];
  const limb = sent.slice(0, 3).flatMap((channel) => channel ?? []);
  if (new Set(limb.map(({ rate }) => rateHz(rate))).size > 1) return [];
  let worst = 0;
  for (const { segments, from, count } of alignedRuns(limb)) {
    const [one, two, three] = segments;
    const [fromOne = 0, fromTwo = 0, fromThree = 0] = from;
    if (one === undefined || two === undefined || three === undefined) continue;
    for (let k = 0; k < count; k++) {
      const sum = valueAt(one, fromOne + k) + valueAt(three, fromThree + k);
      worst = Math.max(worst, Math.abs(valueAt(two, fromTwo + k) - sum));
    }
  }
  if (worst <= EINTHOVEN_TOLERANCE_UV) return [];
  const detail = `Lead II differs from I + III by up to ${Math.round(worst)} µV: a lead may be inverted or mislabelled.`;
  return [{ pointer: '/recording', code: 'einthoven_mismatch', detail }];
}

function valueAt({ samples, scale, offset }: Segment, k: number): number {
  return ((samples[k] ?? 0) - offset) * scale;
}
