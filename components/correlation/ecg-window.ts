import type { LanePiece } from '@/components/charts/lanes/lane-data';
import type { TimeView } from '@/components/charts/lanes/time-view';
import { beatsPath, hasBeats } from '@/components/ecg/long/beats-path';
import { onGrid, type RateGrid, rateOfBeats } from '@/lib/correlation/domain/clock/rate-series';
import {
  type FibrillationSpan,
  labelledSpans,
  suspectedSpans,
} from '@/lib/correlation/domain/ecg-lane/fibrillation-spans';
import { rateOfStored } from '@/lib/correlation/domain/ecg-lane/stored-rate';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { detectBeats } from '@/lib/measure/domain/beats/detect-beats';
import type { Recording } from '@/lib/recordings/contracts';
import type { SamplesChannel, SignalWindow, ValueArray } from '@/lib/signals/window';

const MINUTE_MS = 60_000;

/** What of an ECG is there for the lanes. */
export interface EcgTraces {
  /** The trace of one lead on the night's axis, in µV. */
  trace: LanePiece[];
  /** Heart rate from its beats, once a second, in bpm. */
  rate: LanePiece[];
  /** Whose the beats are: found in the samples by us, or marked in the file that was sent. */
  beatsBy: 'computed' | 'file';
  /** Spans the file labels as atrial fibrillation, ms from the ECG's start. */
  labelled: readonly FibrillationSpan[];
  lead: string | null;
}

export const NO_TRACES: EcgTraces = { trace: [], rate: [], beatsBy: 'computed', labelled: [], lead: null };

/** When an ECG was recorded, on the clock of the night. */
export function spanOfEcg({ recording, clock }: NightEcg): { fromMs: number; toMs: number } {
  const fromMs = Date.parse(recording.recording_date) + clock.offset_ms;
  return { fromMs, toMs: fromMs + recording.duration_ms };
}

/** Of so much of an ECG the beats are looked for in its samples: half an hour at 500 Hz is 900 000 of them. */
export const LONGEST_RATE_MS = 30 * MINUTE_MS;

/** Up to this the trace itself is drawn: two minutes are the event with a minute to either side. */
export const LONGEST_TRACE_VIEW_MS = 2 * MINUTE_MS;

/** Whether the trace of an ECG can be shown at a moment of the night: one ran then, and the clocks agree within 30 s. */
export function showsEcgAt(ecgs: readonly NightEcg[], atMs: number): boolean {
  return ecgs.some((ecg) => {
    const { fromMs, toMs } = spanOfEcg(ecg);
    return ecg.recording.link?.kind === 'during' && ecg.clock.level !== 'night' && atMs >= fromMs && atMs < toMs;
  });
}

/** How much of an ECG is on screen. */
export function lengthOnScreen(ecg: NightEcg, view: TimeView): number {
  const { fromMs, toMs } = spanOfEcg(ecg);
  return Math.max(0, Math.min(toMs, view.toMs) - Math.max(fromMs, view.fromMs));
}

/** Around what is on screen, so that beats at its edges are found. */
const MARGIN_MS = 5000;

/** Moves of the view smaller than this ask for nothing new. */
const STEP_MS = 5000;

/** The lead that is shown: II where it was recorded, else the first. */
export function leadOf(recording: Recording): string | null {
  const leads = rhythmLeads(recording);
  return leads.find((name) => name === 'II') ?? leads[0] ?? null;
}

/**
 * Address of an ECG's stored beats, of a longer one those of the night alone; null where none are stored, or nothing may
 * be said of when they were.
 * @param whole the stretch of time the night's lanes can show
 */
export function ecgBeatsAddress(ecg: NightEcg, whole: TimeView): string | null {
  const path = beatsPath(ecg.recording);
  if (ecg.clock.level === 'night' || path === null) return null;
  const { fromMs, toMs } = spanOfEcg(ecg);
  if (fromMs >= whole.fromMs && toMs <= whole.toMs) return path;
  const from = Math.max(0, Math.floor(whole.fromMs - fromMs));
  const to = Math.min(ecg.recording.duration_ms, Math.ceil(whole.toMs - fromMs));
  return to > from ? `${path}&from_ms=${from}&to_ms=${to}` : null;
}

/**
 * Address of the samples of one lead for a view of the night; empty where nothing is to be fetched: where beats are stored
 * the samples are for the trace alone.
 */
export function ecgWindowAddress(ecg: NightEcg, view: TimeView): string {
  const lead = leadOf(ecg.recording);
  const longest = hasBeats(ecg.recording) ? LONGEST_TRACE_VIEW_MS : LONGEST_RATE_MS;
  if (lead === null || ecg.clock.level === 'night' || lengthOnScreen(ecg, view) > longest) return '';
  const { fromMs, toMs } = spanOfEcg(ecg);
  const from = Math.max(fromMs, Math.floor((view.fromMs - MARGIN_MS) / STEP_MS) * STEP_MS);
  const to = Math.min(toMs, Math.ceil((view.toMs + MARGIN_MS) / STEP_MS) * STEP_MS);
  if (to <= from) return '';
  const { id, version } = ecg.recording;
  const query = new URLSearchParams({
    from_ms: String(Math.round(from - fromMs)),
    to_ms: String(Math.round(to - fromMs)),
    channels: lead,
    version: String(version),
  });
  return `/api/ecg/data/${encodeURIComponent(id)}/signals?${query}`;
}

/** Stretches of a channel without a gap, as `[from, to)` of its samples. */
function stretchesOf(values: ValueArray): [number, number][] {
  const stretches: [number, number][] = [];
  let from = -1;
  for (let k = 0; k <= values.length; k++) {
    const gap = k === values.length || Number.isNaN(values[k]);
    if (gap && from >= 0) stretches.push([from, k]);
    if (gap) from = -1;
    else if (from < 0) from = k;
  }
  return stretches;
}

/** A stretch must be this long for its beats to be told from noise. */
const LEAST_STRETCH_MS = 3000;

/** Beats of a lead, in ms after the recording's start. */
export function beatsOf({ values, step_ms, start_ms }: SamplesChannel): number[] {
  return stretchesOf(values).flatMap(([from, to]) => {
    if ((to - from) * step_ms < LEAST_STRETCH_MS) return [];
    const lead = Float64Array.from(values.subarray(from, to));
    return detectBeats({ rate_hz: 1000 / step_ms, leads: [lead] }).map((at) => start_ms + (from + at) * step_ms);
  });
}

/** A heart rate as a channel like those that are fetched. */
function rateChannel({ start_s, bpm }: RateGrid): SamplesChannel {
  const unit = 'bpm';
  const grid = { id: 'ecg_rate', name: 'ECG heart rate', unit, sampling_rate_hz: 1, step_ms: 1000 };
  return { kind: 'samples', ...grid, start_ms: start_s * 1000, values: bpm };
}

/** What an ECG's stored beats come to, on the clock of the night. */
export function storedRateOf(ecg: NightEcg, beats: BeatList): Pick<EcgTraces, 'rate' | 'beatsBy' | 'labelled'> {
  return {
    rate: [{ channel: rateChannel(rateOfStored(beats)), originMs: spanOfEcg(ecg).fromMs }],
    beatsBy: beats.source.kind,
    labelled: labelledSpans(beats.marks),
  };
}

/** Where atrial fibrillation is named in an ECG, on the clock of the night; nowhere where that is not known well enough. */
export function fibrillationOnNight(
  ecg: NightEcg,
  { labelled }: EcgTraces,
): (TimeView & Pick<FibrillationSpan, 'by'>)[] {
  if (ecg.clock.level === 'night') return [];
  const { fromMs } = spanOfEcg(ecg);
  return [...labelled, ...suspectedSpans(ecg.recording.derived)].map(({ by, from_ms, to_ms }) => ({
    ...{ by, fromMs: fromMs + from_ms, toMs: fromMs + to_ms },
  }));
}

/** What was fetched of an ECG's samples, on the clock of the night: the trace of a lead and the heart rate of its beats. */
export function tracesOf(ecg: NightEcg, window: SignalWindow): EcgTraces {
  const channel = window.channels.find(({ kind }) => kind === 'samples');
  if (channel?.kind !== 'samples') return NO_TRACES;
  const originMs = spanOfEcg(ecg).fromMs;
  return {
    trace: [{ channel, originMs }],
    rate: [{ channel: rateChannel(onGrid(rateOfBeats(beatsOf(channel)))), originMs }],
    beatsBy: 'computed',
    labelled: [],
    lead: channel.name,
  };
}
