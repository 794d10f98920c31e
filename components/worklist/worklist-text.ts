import { formatWhole } from '@/lib/client/format-value';
import type { CappedCount, HeldRecord, TherapyPatient, UnreadEcg } from '@/lib/worklist/contracts';

type Concern = TherapyPatient['concerns'][number];
type Finding = HeldRecord['critical'][number];

/** Waiting longer than this, a STAT or critical ECG is marked. */
const LONGEST_WAIT_MS = 10 * 60_000;

const FINDING_WORDS: Record<Finding, string> = {
  acute_myocardial_infarction: 'Acute MI',
  ventricular_fibrillation: 'VF',
  ventricular_tachycardia: 'VT',
  complete_av_block: 'Complete AV block',
  high_grade_av_block: 'High-grade AV block',
  asystole: 'Asystole',
};

const REASON_WORDS: Record<string, string> = {
  identity_mismatch: 'Identity differs from what is known',
  time_in_doubt: 'Recording time in doubt',
  same_samples: 'Same trace filed under another patient',
  unknown_patient: 'Patient not known here',
};

/** `7`, `1,000+`. */
export function countText({ value, more }: CappedCount): string {
  return `${value.toLocaleString('en')}${more ? '+' : ''}`;
}

/** What a critical statement says, in few words. */
export function findingText(finding: Finding): string {
  return FINDING_WORDS[finding];
}

/** Why a recording is held, in plain words. */
export function reasonText(reasons: readonly string[]): string {
  return reasons.map((reason) => REASON_WORDS[reason] ?? reason.replaceAll('_', ' ')).join('. ') || 'Held for review';
}

/** Whether an ECG wants to be read at once: STAT, or with a critical statement. */
export function isUrgentNow({ priority, statements }: Pick<UnreadEcg, 'priority' | 'statements'>): boolean {
  return priority === 'stat' || statements.some(({ critical }) => critical !== null);
}

/** Whether an ECG that wants to be read at once has waited too long. */
export function waitsTooLong(row: Pick<UnreadEcg, 'priority' | 'statements'>, waitingMs: number): boolean {
  return isUrgentNow(row) && waitingMs > LONGEST_WAIT_MS;
}

const nightsText = ({ nights, of_nights }: Concern) => `${nights} of ${of_nights} nights`;

/** A reason to look at somebody's therapy, with its figures. */
export function concernText(concern: Concern): string {
  const value = concern.value ?? 0;
  switch (concern.code) {
    case 'short_streak':
      return `Under 4 h, ${value} nights in a row`;
    case 'short_nights':
      return `Under 4 h, ${nightsText(concern)}`;
    case 'no_data':
      return `No data, ${nightsText(concern)}`;
    case 'ahi':
      return `AHI up to ${value.toFixed(1)} /h, ${nightsText(concern)}`;
    case 'central':
      return `Central index up to ${value.toFixed(1)} /h, ${nightsText(concern)}`;
    case 'leak':
      return `Leak P95 up to ${formatWhole(value)} L/min, ${nightsText(concern)}`;
  }
}
