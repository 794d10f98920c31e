import type { Regularity } from './rhythm/rr-series';

/** The algorithm whose numbers these are. A change of any number it gives is another version. */
export const ECG_ALGORITHM: { name: string; version: string } = { name: 'nightbeat-measure', version: '1.2.0' };

/** Why something was not measured. */
export const UNMEASURED_REASONS = [
  'no_leads',
  'flat',
  'noisy',
  'too_few_beats',
  'paced',
  'qrs_not_found',
  'no_p_wave',
  't_end_not_found',
  'af_suspected',
  'leads_missing',
  'axis_indeterminate',
  'low_sampling_rate',
] as const;
export type UnmeasuredReason = (typeof UNMEASURED_REASONS)[number];

/**
 * A number with how sure it is, or the reason why there is none. `confidence` (0 to 1) says how well leads and beats agree on
 * it; it is no probability.
 */
export type Measured =
  | { value: number; confidence: number; reason: null }
  | { value: null; confidence: null; reason: UnmeasuredReason };

/** What is measured, by the names device values have. */
export const MEASURED_VALUES = [
  'heart_rate_bpm',
  'p_ms',
  'pr_ms',
  'qrs_ms',
  'qt_ms',
  'p_axis_deg',
  'qrs_axis_deg',
  't_axis_deg',
] as const;
export type MeasuredName = (typeof MEASURED_VALUES)[number];

/** How the intervals look, and what the beats follow. */
export interface MeasuredRhythm {
  regularity: Regularity | null;
  /** Null: cannot be told. */
  af_suspected: boolean | null;
  paced: boolean | null;
  reason: UnmeasuredReason | null;
}

/** What an ECG's samples give. Nothing here is a diagnosis, and nothing replaces what device or reader say. */
export interface EcgMeasurement {
  algorithm: string;
  version: string;
  /** The part of the recording that was measured, in ms from its start; null where there was none. */
  measured_from_ms: number | null;
  measured_ms: number | null;
  values: Record<MeasuredName, Measured>;
  /** Mean RR interval, and how far the rates of both halves of the strip lie apart. */
  rr_ms: number | null;
  rate_drift_bpm: number | null;
  /** Beats of the part the intervals are measured on (the first 20 s), by class; see `classify-beats.ts`. */
  beats: {
    found: number;
    usual: number;
    premature: number;
    other_shape: number;
    /** Beats the intervals were measured on, as one median beat. */
    measured: number;
  };
  rhythm: MeasuredRhythm;
  /** Leads that were good enough to be measured. */
  leads: string[];
}
