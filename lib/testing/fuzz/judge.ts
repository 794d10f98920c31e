import type { NamedBytes } from '@/lib/formats/common/archive';
import { READ_REASONS } from '@/lib/formats/common/fault';
import { type ReadAnswer, readRecordingFile } from '@/lib/formats/read-recording-file';
import type { Recording } from '@/lib/formats/recording';

/** What one input led to. */
export interface Verdict {
  /** `ok` or the reason of the refusal. */
  answer: string;
  /** Of the processor, so that a busy machine does not look like a slow reader. */
  milliseconds: number;
  /** What the answer breaks of its promises; empty when it breaks none. */
  faults: string[];
}

/** Reads an input and checks the answer: nothing thrown, a known reason, or a recording that keeps its own rules. */
export function judge(files: readonly NamedBytes[]): Verdict {
  const before = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  let answer: ReadAnswer;
  try {
    answer = readRecordingFile(files);
  } catch (error) {
    const text = error instanceof Error ? `${error.stack}` : String(error);
    return { answer: 'thrown', milliseconds: spent(), faults: [`thrown: ${text}`] };
  }
  const milliseconds = spent();
  if (answer.ok) return { answer: 'ok', milliseconds, faults: faultsOf(answer.recording) };
  const known = (READ_REASONS as readonly string[]).includes(answer.reason) && answer.detail !== '';
  return { answer: answer.reason, milliseconds, faults: known ? [] : ['a refusal without a known reason'] };
}

const INTEGER_ARRAYS = { int16: Int16Array, int32: Int32Array, float32: Float32Array };

function faultsOf(recording: Recording): string[] {
  const faults = new Set<string>();
  for (const { channels, duration_ms, start_ms } of recording.blocks) {
    if (!(duration_ms >= 0 && Number.isFinite(duration_ms) && Number.isFinite(start_ms)))
      faults.add('a block without length');
    for (const { segments, rate, encoding } of channels) {
      const { numerator, denominator } = rate;
      if (!(numerator >= 1 && denominator >= 1 && Number.isInteger(numerator + denominator))) faults.add('no rate');
      let previousEnd = Number.NEGATIVE_INFINITY;
      for (const { samples, scale, offset, start_ms: start } of segments) {
        if (!(samples instanceof INTEGER_ARRAYS[encoding])) faults.add('samples that differ from their encoding');
        if (!Number.isFinite(scale) || scale === 0 || !Number.isFinite(offset)) faults.add('a scale that is none');
        if (samples.length === 0) faults.add('an empty segment');
        if (!(start >= previousEnd - 1e-3)) faults.add('segments that overlap');
        if (encoding === 'float32' && !samples.every(Number.isFinite)) faults.add('a sample that is no number');
        previousEnd = start + (samples.length * 1000 * denominator) / numerator;
      }
    }
  }
  if (recording.measurements.some(({ value }) => !Number.isFinite(value)))
    faults.add('a measurement that is no number');
  for (const { at, code, text, lead, duration } of recording.annotations) {
    const lengths = new Set([at.length, code.length, text.length, lead.length, duration.length]);
    if (lengths.size > 1 || !at.every(Number.isFinite)) faults.add('annotations that do not fit together');
  }
  return [...faults];
}
