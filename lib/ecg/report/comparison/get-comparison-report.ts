import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { presenterFor } from '@/lib/recordings/present-record';
import { type ExportedEcg, loadForExport, loadSamples } from '../load-for-export';
import { REPORT_SPEED_MM_PER_S } from '../report-sheets';
import { type ComparedExport, comparisonContent } from './comparison-content';
import { drawComparison } from './draw-comparison';

/** Names the two ECGs that are compared, and from when on they are drawn. */
export interface ComparisonName {
  id: string;
  with: string;
  from_ms?: number | undefined;
}

/** Both at their latest versions, the earlier first. Another patient's ECG looks like none at all. */
async function loadPair(actor: Actor, input: ComparisonName): Promise<[ExportedEcg, ExportedEcg]> {
  const one = await loadForExport(actor, { id: input.id });
  const other = await loadForExport(actor, { id: input.with });
  const [a, b] = [one.document, other.document];
  if (a.patient_ref !== b.patient_ref || a.record_id === b.record_id) throw new AppError('not_found');
  return b.recording_date > a.recording_date ? [one, other] : [other, one];
}

/**
 * Our own report of two ECGs of one patient side by side (ECG-6) as a PDF of vectors at true scale: every value with its
 * difference, what to check, the median beats over each other, and ten seconds of both. Taking each of the two out is
 * audited before it is answered.
 * @throws AppError `not_found` also where they are of two patients, or one and the same; `not_in_this_state` where one is
 *   held; `invalid_query`
 */
export async function getComparisonReport(
  services: Services,
  actor: Actor,
  input: ComparisonName,
): Promise<Uint8Array<ArrayBuffer>> {
  const pair = await loadPair(actor, input);
  const present = await presenterFor(actor);
  const load = async (exported: ExportedEcg): Promise<ComparedExport> => {
    const { document, latest_version } = exported;
    const { fromMs, toMs } = visibleTime(document.duration_ms, input.from_ms ?? 0, REPORT_SPEED_MM_PER_S);
    const window = await loadSamples(services, document, { from_ms: fromMs, to_ms: toMs, block: 'rhythm' });
    return { exported, window, recording: present(document, latest_version) };
  };
  const [earlier, later] = [await load(pair[0]), await load(pair[1])];
  for (const { document } of pair)
    await recordAct(services, actor, {
      action: 'ecg.exported',
      patient_ref: document.patient_ref,
      subject: { kind: 'record', id: document.record_id },
      details: { format: 'comparison pdf', version: document.version },
    });
  return drawComparison(comparisonContent(earlier, later));
}
