import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 26;

/** What a night's id looks like. */
export const NIGHT_ID = /^ngt_[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * The id of a patient's night: always the same for the same night, so that a rebuilt night keeps its address, and
 * telling nothing of whose or which night it is.
 * @param night `YYYY-MM-DD`
 */
export function nightId(organization_id: string, patient_ref: string, night: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(['nightbeat-night-1', organization_id, patient_ref, night]))
    .digest();
  return `ngt_${Array.from(digest.subarray(0, LENGTH), (byte) => CROCKFORD[byte & 31] ?? '0').join('')}`;
}
