import { getBytes } from '@/lib/client/api';
import { estimateShift, type ShiftEstimate, type ShiftRefusal } from '@/lib/correlation/domain/clock/estimate-shift';
import { type RateSeries, rateOfBeats } from '@/lib/correlation/domain/clock/rate-series';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { SignalWindow } from '@/lib/signals/window';
import { decodeWindow } from '@/lib/signals/window-wire';
import { beatsOf, leadOf } from './ecg-window';

const MINUTE_MS = 60_000;

/** So much of the ECG is compared at most: an hour at 500 Hz is near the most that one answer holds. */
const COMPARED_MS = 60 * MINUTE_MS;

/** Around it, the pulse: the clocks may be ten minutes apart, and a little more is looked at. */
const AROUND_MS = 12 * MINUTE_MS;

/** The channel of a therapy device's oximeter. */
const PULSE = 'pulse';

/** The record of a night that holds most of a pulse; null where no oximeter was attached. */
export function pulseRecord(records: readonly Recording[]): Recording | null {
  const all = records.filter(({ channels }) => channels.some(({ name }) => name === PULSE));
  return all.reduce<Recording | null>((best, one) => (best && best.duration_ms >= one.duration_ms ? best : one), null);
}

/** The hour in the middle of what both devices recorded, by their own clocks; null where that is nothing. */
function comparedSpan(ecg: Recording, pulse: Recording): { fromMs: number; toMs: number } | null {
  const [startA, startB] = [Date.parse(ecg.recording_date), Date.parse(pulse.recording_date)];
  const fromMs = Math.max(startA, startB);
  const toMs = Math.min(startA + ecg.duration_ms, startB + pulse.duration_ms);
  if (toMs <= fromMs) return null;
  const middle = (fromMs + toMs) / 2;
  const half = Math.min(COMPARED_MS, toMs - fromMs) / 2;
  return { fromMs: middle - half, toMs: middle + half };
}

async function fetchChannel(
  { id, modality, version, recording_date, duration_ms }: Recording,
  channel: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<SignalWindow> {
  const origin = Date.parse(recording_date);
  const query = new URLSearchParams({
    from_ms: String(Math.max(0, Math.round(fromMs - origin))),
    to_ms: String(Math.min(duration_ms, Math.round(toMs - origin))),
    channels: channel,
    version: String(version),
  });
  return decodeWindow(await getBytes(`/api/${modality}/data/${encodeURIComponent(id)}/signals?${query}`));
}

/** A pulse outside of these is no pulse: oximeters send 0 or the like where they found none. */
const LEAST_BPM = 25;
const MOST_BPM = 240;

function pulseSeries(window: SignalWindow, originMs: number): RateSeries {
  const at_ms: number[] = [];
  const bpm: number[] = [];
  for (const channel of window.channels) {
    if (channel.kind !== 'samples') continue;
    for (const [k, value] of channel.values.entries()) {
      if (!(value >= LEAST_BPM && value <= MOST_BPM)) continue;
      at_ms.push(originMs + channel.start_ms + k * channel.step_ms);
      bpm.push(value);
    }
  }
  return { at_ms, bpm };
}

/** How far an ECG's clock is from that of a night, by the ECG's beats and the pulse of the night's oximeter. */
export async function estimateClock({ recording }: NightEcg, pulse: Recording): Promise<ShiftEstimate> {
  const span = comparedSpan(recording, pulse);
  const lead = leadOf(recording);
  if (!span || lead === null) return { ok: false, reason: 'too_short' };
  const around = { fromMs: span.fromMs - AROUND_MS, toMs: span.toMs + AROUND_MS };
  const [ecg, other] = await Promise.all([fetchChannel(recording, lead, span), fetchChannel(pulse, PULSE, around)]);
  const channel = ecg.channels.find(({ kind }) => kind === 'samples');
  if (channel?.kind !== 'samples') return { ok: false, reason: 'too_short' };
  const start = Date.parse(recording.recording_date);
  const beats = beatsOf(channel).map((at) => start + at);
  return estimateShift(rateOfBeats(beats), pulseSeries(other, Date.parse(pulse.recording_date)), 'pulse');
}

const REFUSALS: Record<ShiftRefusal, string> = {
  too_short: 'ECG and pulse have less than ten minutes in common.',
  flat: 'The heart rate hardly moves, so that no shift stands out.',
  no_match: 'At no shift of up to ten minutes do ECG and pulse move alike.',
  ambiguous: 'Two shifts fit nearly as well as each other.',
  inconsistent: 'Parts of the night disagree; a clock may have been set, or drift.',
};

/** What an estimate came to, in words. */
export function estimateText(estimate: ShiftEstimate): string {
  if (!estimate.ok) return `No estimate. ${REFUSALS[estimate.reason]}`;
  const { likeness, common_s } = estimate;
  return `Estimated from ${Math.round(common_s / 60)} min of heart rate and pulse, correlation ${likeness.toFixed(2)}.`;
}
