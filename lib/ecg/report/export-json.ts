import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type ExportName, loadForExport, loadSamples } from './load-for-export';
import { ownJson } from './own-json';

/**
 * An ECG in our own upload format. Audited before it is answered.
 * @throws AppError `not_found`; `not_in_this_state`; `window_too_large` above 2 000 000 values: its source is a file then
 */
export async function exportJson(
  services: Services,
  actor: Actor,
  input: Omit<ExportName, 'from_ms'>,
): Promise<Record<string, unknown>> {
  const exported = await loadForExport(actor, input);
  const { document } = exported;
  const sent = (kind: string) => document.channels.some((channel) => channel.kind === kind);
  const rhythm = await loadSamples(services, document, { block: 'rhythm' });
  const median = sent('median') ? await loadSamples(services, document, { block: 'median' }) : null;
  await recordAct(services, actor, {
    action: 'ecg.exported',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { format: 'json', version: document.version },
  });
  return ownJson(exported, { rhythm, median });
}
