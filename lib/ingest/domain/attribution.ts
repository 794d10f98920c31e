import { type Period, periodAt } from '@/lib/devices/domain/assignment';

/** A device as the registry knows it, as far as it tells whose a recording is. */
export interface AttributingDevice<Assignment extends Period & { patient_id: string }> {
  /** Used for many patients: assignments say nothing. */
  shared: boolean;
  serial: string | null;
  assignments: readonly Assignment[];
}

/** What an upload says of whose it is and where it comes from. */
export interface SentOrigin {
  patient_id: string | null;
  /** The device's serial number, where the upload names one. */
  serial: string | null;
  recording_date: Date;
}

/** Whose a recording is said to be, by its sender and by the registry together. */
export type Attribution<Assignment> =
  /** By the id that was sent; the registry says the same or nothing. */
  | { kind: 'sent'; patient_id: string }
  /** Nothing was sent; the device was assigned at the time of the recording. */
  | { kind: 'assigned'; assignment: Assignment }
  /** Sender and registry contradict each other: held for a person to decide (ING-6). */
  | { kind: 'mismatch' }
  /** Nothing was sent and the registry knows nobody. */
  | { kind: 'nobody' };

const folded = (serial: string) => serial.replace(/\s/g, '').toUpperCase();

/** Whether the serial number of an upload is another than the registry's; one that is missing contradicts nothing. */
function isOtherSerial(sent: string | null, registered: string | null): boolean {
  return sent !== null && registered !== null && folded(sent) !== folded(registered);
}

/** Whether an assignment had ended by then: the registry then says that nobody had the device, not that it knows nothing. */
function hadEnded(periods: readonly Period[], instant: Date): boolean {
  return periods.some(({ to }) => to !== null && to <= instant);
}

/**
 * Whose a recording is (DEV-1, ING-6): by its recording time, never by when it arrives. An id that was sent must be the
 * one of the patient the device was assigned to at that time; between two assignments the device belonged to nobody, so
 * that a sent id contradicts the registry as well, while before the first the registry knows nothing. Shared and
 * unknown devices (null) say nothing of whose a recording is. A serial number must be the registry's.
 */
export function attribute<Assignment extends Period & { patient_id: string }>(
  sent: SentOrigin,
  device: AttributingDevice<Assignment> | null,
): Attribution<Assignment> {
  if (device && isOtherSerial(sent.serial, device.serial)) return { kind: 'mismatch' };
  const periods = device && !device.shared ? device.assignments : [];
  const assignment = periodAt(periods, sent.recording_date);
  if (sent.patient_id === null) return assignment ? { kind: 'assigned', assignment } : { kind: 'nobody' };
  const agrees = assignment ? assignment.patient_id === sent.patient_id : !hadEnded(periods, sent.recording_date);
  return agrees ? { kind: 'sent', patient_id: sent.patient_id } : { kind: 'mismatch' };
}
