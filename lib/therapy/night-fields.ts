import type { RecordDocument } from '@/models/record';
import { nightsOf } from './domain/assembly/assemble-night';

/**
 * Step: what a therapy record holds of the nights it has a part in; nothing for an ECG.
 * @param boundary_hour of the patient it belongs to
 */
export function nightFields(
  document: Pick<RecordDocument, 'therapy' | 'therapy_digest' | 'recording_date'>,
  boundary_hour: number | undefined,
): Pick<RecordDocument, 'nights'> & Partial<Pick<RecordDocument, 'therapy'>> {
  const { therapy, therapy_digest: digest, recording_date } = document;
  if (!therapy || !digest) return {};
  const nights = nightsOf({ recording_date, digest }, boundary_hour);
  return { nights, therapy: { ...therapy, night: nights[0] ?? therapy.night } };
}
