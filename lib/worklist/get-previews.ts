import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { leadPreview, previewLead } from '@/lib/ecg/domain/lead-preview';
import type { Services } from '@/lib/platform/services';
import { loadWindow } from '@/lib/recordings/read-signals';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { type EcgPreview, PREVIEW_COLUMNS, PREVIEW_MS } from './contracts';

/** Records whose signals are read at a time; each takes two or three range reads. */
const AT_A_TIME = 8;

async function previewOf(services: Services, document: RecordDocument): Promise<EcgPreview[]> {
  const lead = previewLead(document.channels);
  const file = document.files.find(({ role }) => role === 'signals');
  if (!lead || !file) return [];
  const to_ms = Math.min(PREVIEW_MS, document.duration_ms);
  const query = { from_ms: 0, to_ms, width: PREVIEW_COLUMNS, channels: [lead.id] };
  const read = await loadWindow(services, file.key, query);
  const channel = read.ok ? read.window.channels[0] : undefined;
  if (!channel) return [];
  const preview = leadPreview(channel, { from_ms: 0, to_ms: PREVIEW_MS }, PREVIEW_COLUMNS);
  return [{ id: document._id, version: document.version, lead: lead.name, ...preview }];
}

/**
 * The first seconds of lead II of several ECGs in a few columns each: what a list draws beside a name. Ids that name
 * nothing here are left out. Looking at them is looking at the worklist, and audited as that.
 */
export async function getPreviews(
  services: Services,
  actor: Actor,
  input: { ids: string[] },
): Promise<{ data: EcgPreview[]; next_cursor: null }> {
  authorize(actor, 'record:read');
  const documents = await ecgRecords(actor.organization_id).find(
    { _id: { $in: input.ids }, status: 'stored' },
    { projection: { channels: 1, files: 1, duration_ms: 1, version: 1 } },
  );
  await recordView(services, actor, {
    action: 'worklist.viewed',
    subject: { kind: 'worklist', id: actor.organization_id },
  });
  const previews: EcgPreview[] = [];
  for (let at = 0; at < documents.length; at += AT_A_TIME) {
    const some = documents.slice(at, at + AT_A_TIME).map((document) => previewOf(services, document));
    previews.push(...(await Promise.all(some)).flat());
  }
  return { data: previews, next_cursor: null };
}
