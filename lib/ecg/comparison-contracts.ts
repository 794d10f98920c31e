import { z } from 'zod';
import type { READING_STATES, Recording } from '@/lib/recordings/contracts';

/** What an ECG is compared with: the one before it, the patient's chosen baseline, or one that was named. */
export type ComparedWith = 'previous' | 'baseline' | 'named';

/** An ECG of the same patient that may be chosen for a comparison; values as its device sent them. */
export interface EcgChoice {
  id: string;
  recording_date: string;
  reading_state: (typeof READING_STATES)[number];
  heart_rate_bpm: number | null;
  lead_count: number;
}

export const baselineSchema = z
  .object({ record_id: z.string(), author: z.string().nullable(), recorded_at: z.iso.datetime() })
  .meta({ id: 'BaselineEcg', description: 'The ECG a patient’s others are compared with, and who chose it.' });

export const baselineEditSchema = z.object({
  revision: z.number().int().meta({ description: 'The patient’s revision as it was read.' }),
  record_id: z
    .string()
    .regex(/^rec_[0-9A-Z]{26}$/)
    .nullable()
    .meta({ description: 'A stored ECG of this patient; null for no baseline.' }),
});

export const chosenBaselineSchema = z.object({ baseline: baselineSchema.nullable(), revision: z.number().int() });

export type BaselineEcg = z.infer<typeof baselineSchema>;
export type BaselineEdit = z.infer<typeof baselineEditSchema>;
export type ChosenBaseline = z.infer<typeof chosenBaselineSchema>;

/** Two ECGs of one patient. */
export interface EcgComparison {
  recording: Recording;
  /** Null where there is none to compare with: no earlier ECG, no baseline, or the recording itself is the baseline. */
  other: Recording | null;
  with: ComparedWith;
  baseline: BaselineEcg | null;
  /** Of the patient, for who changes the baseline. */
  patient_revision: number;
  /** The patient's stored ECGs, newest first. */
  choices: EcgChoice[];
}
