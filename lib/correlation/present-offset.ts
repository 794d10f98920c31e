import type { ClockOffsetDocument } from '@/models/clock-offset';
import type { ClockOffset } from './clock-contracts';

/** A stored alignment as it is read back. */
export function presentOffset(document: ClockOffsetDocument): ClockOffset {
  const { ecg_device_id, therapy_device_id, offset_ms, uncertainty_ms, method } = document;
  const { night, reason, author, set_at, revision } = document;
  return {
    ...{ ecg_device_id, therapy_device_id, offset_ms, uncertainty_ms, method },
    ...{ night, reason, author, set_at: set_at.toISOString(), revision },
  };
}
