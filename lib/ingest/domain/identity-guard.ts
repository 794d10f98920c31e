import { foldedWords } from '@/lib/patients/domain/search-tokens';

/** Who a patient is said to be; what is absent says nothing. */
export interface PatientIdentity {
  family_name?: string | null | undefined;
  given_name?: string | null | undefined;
  /** `YYYY-MM-DD` */
  birth_date?: string | null | undefined;
  sex?: string | null | undefined;
}

export type IdentityField = 'family_name' | 'given_name' | 'birth_date' | 'sex';

/**
 * In which fields what was sent contradicts the known patient (ING-6). Names are compared without case, accents and
 * spaces or hyphens; an unknown sex and anything absent on either side contradicts nothing.
 */
export function identityDisagreements(sent: PatientIdentity, known: PatientIdentity): IdentityField[] {
  const differs: Record<IdentityField, boolean> = {
    family_name: disagree(foldName(sent.family_name), foldName(known.family_name)),
    given_name: disagree(foldName(sent.given_name), foldName(known.given_name)),
    birth_date: disagree(sent.birth_date, known.birth_date),
    sex: disagree(statedSex(sent.sex), statedSex(known.sex)),
  };
  return (['family_name', 'given_name', 'birth_date', 'sex'] as const).filter((name) => differs[name]);
}

function disagree(sent: string | null | undefined, known: string | null | undefined): boolean {
  return Boolean(sent) && Boolean(known) && sent !== known;
}

function statedSex(sex: string | null | undefined): string | null {
  return sex && sex !== 'unknown' ? sex : null;
}

/** A name as far as comparing goes: `De  Clercq`, `DE CLERCQ` and `De-Clércq` are one. */
function foldName(name: string | null | undefined): string {
  return foldedWords(name ?? '').join('');
}

const DAY_MS = 24 * 3_600_000;

/**
 * Why a recording's time cannot be believed (ING-6): more than 24 h after it was received; in the year 2000 by the
 * device's own clock, where clocks restart that have lost their battery; or before the device was made. `null` when
 * nothing speaks against it.
 *
 * @param device_time as the device reported it
 * @param made_on first day the device can have been made on, `YYYY-MM-DD`; null where nobody knows
 */
export function timeInDoubt(
  { recording_date, device_time }: { recording_date: Date; device_time: string },
  received_at: Date,
  made_on: string | null,
): 'future' | 'clock_reset' | 'before_device' | null {
  if (recording_date.getTime() - received_at.getTime() > DAY_MS) return 'future';
  if (device_time.startsWith('2000-')) return 'clock_reset';
  return made_on !== null && device_time.slice(0, 10) < made_on ? 'before_device' : null;
}
