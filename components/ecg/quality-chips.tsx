import { type ChipState, StatusChip } from '@/components/ui/status-chip';
import type { Measuring } from '@/lib/measure/domain/measuring';
import type { QualityReason } from '@/lib/measure/domain/quality/lead-quality';
import type { Recording } from '@/lib/recordings/contracts';

const SHOWN = 3;
/** More leads than this are counted, not named. */
const NAMED_LEADS = 3;

const REASON_WORDS: Record<QualityReason, string> = {
  baseline_wander: 'Baseline wander',
  mains_noise: 'Mains noise',
  muscle_noise: 'Muscle noise',
  lead_off: 'No signal',
  limb_lead_reversal_suspected: 'Limb-lead reversal suspected',
};

const FIELD_WORDS = {
  patient_id: 'MRN',
  name: 'name',
  birth_date: 'birth date',
  date: 'date',
  heart_rate_bpm: 'heart rate',
  qtc_ms: 'QTc',
} as const;

/** Nothing is known of the quality then, and none of these says that there is nothing to know. */
const MEASURING_WORDS: Record<Exclude<Measuring, 'done'>, string> = {
  waiting: 'Being measured',
  unreadable: 'Not measured: signals unreadable',
  given_up: 'Not measured: measuring failed',
};

interface Chip {
  key: string;
  state: ChipState;
  word: string;
}

function words(code: string): string {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function leadsText(leads: string[]): string {
  return leads.length > NAMED_LEADS ? `${leads.length} leads` : leads.join(', ');
}

function reasonChips(quality: Recording['quality']): Chip[] {
  const leads = new Map<QualityReason, string[]>();
  for (const { lead, reasons } of quality ?? [])
    for (const reason of reasons) leads.set(reason, [...(leads.get(reason) ?? []), lead]);
  return [...leads].map(([reason, names]) => ({
    key: reason,
    // a trace that is not what it is labelled is worse than one that is hard to read
    state: reason === 'limb_lead_reversal_suspected' ? 'high' : 'caution',
    word:
      reason === 'limb_lead_reversal_suspected' ? REASON_WORDS[reason] : `${REASON_WORDS[reason]}: ${leadsText(names)}`,
  }));
}

function reportChips(check: Recording['report_check']): Chip[] {
  if (check?.outcome === 'other_patient') return [{ key: 'pdf', state: 'critical', word: 'PDF names another patient' }];
  if (check?.outcome !== 'differs') return [];
  const fields = check.rows.filter(({ verdict }) => verdict === 'differs').map(({ field }) => FIELD_WORDS[field]);
  return [{ key: 'pdf', state: 'caution', word: `PDF differs: ${fields.join(', ')}` }];
}

/** What to know before reading a trace: its PDF, suspected reversal, disturbed leads, what broke a soft rule at intake. */
export function QualityChips({
  recording,
}: {
  recording: Pick<Recording, 'quality' | 'measuring' | 'report_check' | 'warnings'>;
}) {
  const quality = reasonChips(recording.quality);
  const rules = [...new Set(recording.warnings.map(({ code }) => code))];
  const disturbed: Chip[] = [
    ...quality.filter(({ state }) => state === 'high'),
    ...rules.map((code): Chip => ({ key: code, state: 'caution', word: words(code) })),
    ...quality.filter(({ state }) => state !== 'high'),
  ];
  const more = disturbed.length - SHOWN;
  return (
    <>
      {reportChips(recording.report_check).map(({ key, ...chip }) => (
        <StatusChip key={key} {...chip} />
      ))}
      {recording.measuring === 'done' && disturbed.length === 0 && (
        <StatusChip state="fine" word="No quality warning" />
      )}
      {recording.measuring !== null && recording.measuring !== 'done' && (
        <StatusChip state="info" word={MEASURING_WORDS[recording.measuring]} />
      )}
      {disturbed.slice(0, SHOWN).map(({ key, ...chip }) => (
        <StatusChip key={key} {...chip} />
      ))}
      {more > 0 && <StatusChip state="caution" word={`${more} more, see Warnings`} />}
    </>
  );
}
