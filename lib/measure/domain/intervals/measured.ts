import type { Measured, UnmeasuredReason } from '../ecg-measurement';

/** A value that could not be measured. */
export const unmeasured = (reason: UnmeasuredReason): Measured => ({ value: null, confidence: null, reason });

/** A value that was measured, with its confidence in hundredths. */
export const measured = (value: number, confidence: number): Measured => ({
  value,
  confidence: Number(Math.min(1, Math.max(0, confidence)).toFixed(2)),
  reason: null,
});
