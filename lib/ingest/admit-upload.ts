import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { type DeviceAssignment, type DeviceDocument, devices } from '@/models/device';
import { type Attribution, attribute } from './domain/attribution';
import type { PreparedUpload } from './prepare-upload';

/** Whose the upload is, by what was sent and what the registry knows of its device. */
export function attributionOf(upload: PreparedUpload, device: DeviceDocument | null): Attribution<DeviceAssignment> {
  const { patient_id, time, facts } = upload;
  const serial = facts.device?.serial ?? null;
  return attribute({ patient_id, serial, recording_date: time.recording_date }, device);
}

/** Whether a key bound to a device or a site may send for this device. A site's key may bring a new device along. */
export function mayActFor(actor: Actor, deviceId: string, device: DeviceDocument | null): boolean {
  if (actor.kind !== 'key') return true;
  if (actor.device_id !== null && actor.device_id !== deviceId) return false;
  return actor.site === null || device === null || device.site === actor.site;
}

/**
 * Step: makes sure that the caller may send for the device and that somebody can be found whose recording it is.
 * @returns the patient it is filed under if nothing speaks against it: as sent, else as assigned at its recording time
 * @throws AppError `not_permitted`; `invalid_upload` naming `/patient_id`
 */
export async function admitUpload(actor: Actor, upload: PreparedUpload): Promise<string | null> {
  const boundToSite = actor.kind === 'key' && actor.site !== null;
  // whoever names a patient and is bound to no site can be told without asking the registry
  const device =
    upload.patient_id === null || boundToSite
      ? await devices(actor.organization_id).findOne({ device_id: upload.device_id })
      : null;
  if (!mayActFor(actor, upload.device_id, device)) throw new AppError('not_permitted');
  if (upload.patient_id !== null) return upload.patient_id;
  const attribution = attributionOf(upload, device);
  if (attribution.kind === 'assigned') return attribution.assignment.patient_id;
  if (attribution.kind !== 'nobody') return null;
  throw new AppError('invalid_upload', {
    faults: [
      {
        pointer: '/patient_id',
        code: 'required',
        detail: 'The device was assigned to nobody at that time, so the upload must say whose recording it is.',
      },
    ],
  });
}
