import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type ExportName, loadForExport, loadSamples } from './load-for-export';
import { samplesCsv } from './samples-csv';

/**
 * The samples of an ECG as CSV, whole or a part. Audited before it is answered.
 * @throws AppError `not_found`; `not_in_this_state`; `invalid_query`; `window_too_large` above 2 000 000 values
 */
export async function exportSamples(
  services: Services,
  actor: Actor,
  input: ExportName & { to_ms?: number | undefined },
): Promise<string> {
  const exported = await loadForExport(actor, input);
  const { document } = exported;
  const { from_ms = 0, to_ms = document.duration_ms } = input;
  const window = await loadSamples(services, document, { from_ms, to_ms, block: 'rhythm' });
  await recordAct(services, actor, {
    action: 'ecg.exported',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { format: 'csv', version: document.version, from_ms, to_ms },
  });
  return samplesCsv(exported, window);
}
