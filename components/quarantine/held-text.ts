import { ecgTitle } from '@/components/ecg/recording-text';
import type { ChipState } from '@/components/ui/status-chip';
import { formatName } from '@/lib/client/format-person';
import { formatPlainDate } from '@/lib/client/format-time';
import { modeWord } from '@/lib/client/settings-words';
import { criticalStatements } from '@/lib/ecg/domain/critical-statements';
import type { DifferingField, HeldCollision } from '@/lib/ingest/quarantine-contracts';
import type { Recording } from '@/lib/recordings/contracts';

export const FIELD_WORDS: Record<DifferingField, string> = {
  patient_id: 'MRN',
  family_name: 'Family name',
  given_name: 'Given name',
  birth_date: 'Birth date',
  sex: 'Sex',
};

function mismatchWords(record: Recording): string {
  if (record.report_check?.outcome === 'other_patient') return 'The PDF names another patient';
  if (record.claimed?.patient_id == null) return 'No patient was named';
  return 'Identity does not match';
}

/** Why a recording is held, in plain words; a reason of a newer server is shown as it is called. */
export function reasonWords(record: Recording): string[] {
  const words: Record<string, string> = {
    identity_mismatch: mismatchWords(record),
    time_in_doubt: 'The time cannot be right',
    same_samples: 'Same trace under another patient',
    unknown_patient: 'MRN is not known here',
  };
  return record.reasons.map((reason) => words[reason] ?? reason.replaceAll('_', ' '));
}

/** What stands against a known patient, in one sentence: which fields differ, and why this patient is looked at. */
export function collisionSentence({ why, differs, patient }: HeldCollision): string {
  const about =
    why === 'sent_id' ? `MRN ${patient.patient_id} is known` : 'The device was assigned to this patient then';
  if (differs.length === 0) return `${about}; nothing that was sent contradicts it`;
  return `${about}; ${differs.map((field) => FIELD_WORDS[field].toLowerCase().replace('mrn', 'MRN')).join(', ')} ${differs.length === 1 ? 'differs' : 'differ'}`;
}

/** What kind of recording this is: `12-lead ECG`, `Night of 2 Nov 2026, APAP`. */
export function heldTitle(record: Recording): string {
  if (!record.therapy) return ecgTitle(record);
  return `Night of ${formatPlainDate(record.therapy.night)}, ${modeWord(record.therapy.mode)}`;
}

/** Who a recording was sent as: `BROWN, Bertha · MRN Q-1`. */
export function sentAs(record: Recording): string {
  const { patient = null, patient_id = null } = record.claimed ?? {};
  const name = patient && (patient.family_name || patient.given_name) ? formatName(patient) : 'no name sent';
  return `${name} · ${patient_id === null ? 'no MRN sent' : `MRN ${patient_id}`}`;
}

/** How urgent a held recording is; null for a routine one. */
export function urgencyChips(record: Recording): { state: ChipState; word: string }[] {
  return [
    ...(record.priority === 'stat' ? [{ state: 'critical' as const, word: 'STAT' }] : []),
    ...(record.priority === 'urgent' ? [{ state: 'high' as const, word: 'Urgent' }] : []),
    ...(criticalStatements(record.statements).length > 0
      ? [{ state: 'critical' as const, word: 'Critical statement' }]
      : []),
  ];
}
