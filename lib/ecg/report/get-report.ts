import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import type { Services } from '@/lib/platform/services';
import { drawReport } from './draw-report';
import { type ExportName, loadForExport, loadSamples } from './load-for-export';
import { reportContent } from './report-content';
import { REPORT_SPEED_MM_PER_S, reportSheets } from './report-sheets';

/**
 * Our own report of an ECG as a PDF of vectors at true scale (ECG-9): ten seconds from the beginning, or from where it is
 * asked for, and their median beat. The vendor's PDF is another file and stays as it is. Audited before it is answered.
 * @throws AppError `not_found`; `not_in_this_state` where the ECG is held; `invalid_query`
 */
export async function getReport(services: Services, actor: Actor, input: ExportName): Promise<Uint8Array<ArrayBuffer>> {
  const exported = await loadForExport(actor, input);
  const { document } = exported;
  const { fromMs, toMs } = visibleTime(document.duration_ms, input.from_ms ?? 0, REPORT_SPEED_MM_PER_S);
  const window = await loadSamples(services, document, { from_ms: fromMs, to_ms: toMs, block: 'rhythm' });
  await recordAct(services, actor, {
    action: 'ecg.exported',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { format: 'pdf', version: document.version },
  });
  return drawReport(reportContent({ ...exported, window }), reportSheets(window));
}
