import { z } from 'zod';
import { faultParams, type UploadFaultCode } from './faults';

/** Samples as sent: `null` is a gap. */
export type SampleInput = readonly (number | null)[];

const LARGEST = 2 ** 31 - 1;
const MOST_GAPS = 10_000;

/** What a loop over an array of samples finds. A fault is reported once per kind, at its first sample. */
function scanSamples(values: readonly unknown[]): { not_a_number?: number; too_large?: number; gaps: number } {
  const found: { not_a_number?: number; too_large?: number; gaps: number } = { gaps: 0 };
  let inGap = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null) {
      if (!inGap) found.gaps++;
      inGap = true;
      continue;
    }
    inGap = false;
    if (typeof value !== 'number' || !Number.isFinite(value)) found.not_a_number ??= i;
    else if (value > LARGEST || value < -LARGEST) found.too_large ??= i;
  }
  return found;
}

/**
 * An array of samples, checked in one loop: a schema per number would take ten times as long, and would report each of
 * 60 000 wrong samples on a line of its own.
 */
export const samplesSchema = z
  .custom<SampleInput>()
  .meta({
    override: { type: 'array', minItems: 1, items: { type: ['number', 'null'] } },
    description: 'The samples in order; null is a gap.',
    example: [0, 5, 9],
  })
  .superRefine((value: unknown, context) => {
    const refuse = (code: UploadFaultCode, message: string, path: PropertyKey[] = []) =>
      context.addIssue({ code: 'custom', params: faultParams(code), message, path });
    if (value === undefined) return refuse('required', 'This field is required.');
    if (!Array.isArray(value)) return refuse('invalid_type', 'This must be an array of numbers.');
    if (value.length === 0) return refuse('no_samples', 'There is no sample here.');
    const found = scanSamples(value);
    if (found.not_a_number !== undefined) {
      refuse('not_a_number', 'A sample is a number, or null for a gap; this is the first that is not.', [
        found.not_a_number,
      ]);
    }
    if (found.too_large !== undefined) {
      refuse('too_large', 'A sample lies within ±2147483647; this is the first that does not.', [found.too_large]);
    }
    if (found.gaps > MOST_GAPS) refuse('too_many_gaps', `At most ${MOST_GAPS} gaps are kept in one channel.`);
  });

/** What one count is worth; 0 would erase the signal. */
export const scaleSchema = z
  .number()
  .superRefine((scale, context) => {
    if (scale === 0 || Math.abs(scale) > 1e9 || Math.abs(scale) < 1e-12) {
      context.addIssue({
        code: 'custom',
        params: faultParams('invalid_scale'),
        message: 'A scale is not 0 and of a size between 1e-12 and 1e9.',
      });
    }
  })
  .meta({ description: 'Units per count; 1 unless given. Required with the unit adc, then in µV per count.' });

export const offsetSchema = z.number().min(-LARGEST).max(LARGEST).meta({
  description: 'The count that stands for 0; 0 unless given. A value is (sample − offset) × scale.',
});
