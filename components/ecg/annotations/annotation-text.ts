import { formatDecimal } from '@/lib/client/format-value';
import type { Annotation, NewAnnotation } from '@/lib/ecg/annotation-contracts';
import { INVERTED_AVR } from '@/lib/ecg/domain/paper/layouts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Caliper } from '../calipers/caliper';

const KINDS: Record<Annotation['kind'], string> = {
  time: 'Interval',
  voltage: 'Amplitude',
  march: 'March-out',
  note: 'Remark',
};

/** What an annotation is called: by its author, else by its kind. */
export function annotationName({ kind, text }: Pick<Annotation, 'kind' | 'text'>): string {
  return text ?? KINDS[kind];
}

/** Its value with the unit: `800 ms, 75 bpm`, `−0.45 mV`; empty for a remark. */
export function annotationValue({ value }: Pick<Annotation, 'value'>): string {
  if (value === null) return '';
  if (value.unit === 'uV') return `${formatDecimal(value.value / 1000, 2)} mV`;
  const rate = value.value > 0 ? `, ${Math.round(60_000 / value.value)} bpm` : '';
  return `${formatDecimal(value.value, 1)} ms${rate}`;
}

/** Where it stands, in ms from the recording's start. */
export function annotationSpan({ from_sample, to_sample, sampling_rate_hz }: Annotation): {
  fromMs: number;
  toMs: number;
} {
  return { fromMs: (from_sample * 1000) / sampling_rate_hz, toMs: (to_sample * 1000) / sampling_rate_hz };
}

/** `RH` of `Dr Rosa Halloway`; `?` of nobody known. */
export function initialsOf(author: string | null): string {
  const words = (author ?? '').split(/\s+/).filter((word) => !/^(dr|prof|mr|ms|mrs)\.?$/i.test(word));
  return words.map((word) => word.charAt(0).toUpperCase()).join('') || '?';
}

/** What of a caliper is kept, or why it is not. */
type Keepable = { ok: true; annotation: NewAnnotation } | { ok: false; reason: string };

/**
 * A caliper as it is sent to be kept: on samples of a lead that was recorded.
 * @param ground whether the trace it stands on is drawn by samples, and whether it is filtered
 */
export function keepable(
  caliper: Caliper,
  recording: Recording,
  ground: { bySamples: boolean; filtered: boolean },
  text: string,
): Keepable {
  const inverted = caliper.lead === INVERTED_AVR;
  const lead = inverted ? 'aVR' : caliper.lead;
  const channel = recording.channels.find(
    ({ kind, unit, name }) => kind === 'rhythm' && unit === 'uV' && name === lead,
  );
  if (!channel || !ground.bySamples) return { ok: false, reason: 'Only on samples of a recorded lead.' };
  const sample = (ms: number) => Math.max(0, Math.round((ms * channel.sampling_rate_hz) / 1000));
  const named = text.trim() === '' ? {} : { text: text.trim() };
  if (caliper.kind === 'voltage') {
    if (ground.filtered) return { ok: false, reason: 'Not on a filtered trace: take the filter off first.' };
    const amplitude_uv = (caliper.at[1] - caliper.at[0]) * (inverted ? -1 : 1);
    const from_sample = sample(caliper.atMs);
    return { ok: true, annotation: { kind: 'voltage', lead, from_sample, amplitude_uv, ...named } };
  }
  const [from_sample, to_sample] = [sample(caliper.at[0]), sample(caliper.at[1])];
  return { ok: true, annotation: { kind: caliper.kind, lead, from_sample, to_sample, ...named } };
}
