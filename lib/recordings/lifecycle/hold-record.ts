import type { RecordDocument } from '@/models/record';
import { belongingToNobody } from './belonging';
import { type ChangeContext, writeChange } from './change-record';

/** Why a stored record must be held after all. */
type HoldReason = 'identity_mismatch' | 'same_samples';

/**
 * Step: takes a stored record from its patient and holds it for a person to decide (ING-6). The device's own id stays with
 * the record, so that a retry still finds it.
 * @returns the record as held; unchanged where it is not stored
 */
export async function holdRecord(
  context: ChangeContext,
  document: RecordDocument,
  reason: HoldReason,
): Promise<RecordDocument> {
  if (document.status !== 'stored') return document;
  return writeChange(context, document, {
    set: await belongingToNobody(context, document, reason),
    action: 'record.quarantined',
    details: { why: reason },
  });
}
