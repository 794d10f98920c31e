import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { loadForExport } from './load-for-export';

/**
 * Notes that a picture of an ECG is taken out: the page draws it itself, and asks this first.
 * @throws AppError `not_found`; `not_in_this_state` where it is held
 */
export async function notePicture(
  services: Services,
  actor: Actor,
  { id, body }: { id: string; body: { version: number } },
): Promise<{ noted: true }> {
  const { document } = await loadForExport(actor, { id, version: body.version });
  await recordAct(services, actor, {
    action: 'ecg.exported',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { format: 'png', version: document.version },
  });
  return { noted: true };
}
