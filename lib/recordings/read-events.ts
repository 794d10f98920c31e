import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { EventColumns } from '@/lib/therapy/contracts';
import { eventsBetween } from '@/lib/therapy/domain/digest/event-columns';
import { loadRecordContent, type RecordName } from './load-record';

interface EventSpan {
  from_ms?: number | undefined;
  to_ms?: number | undefined;
}

/**
 * The events of a therapy record that reach into a span, ms from the record's start. Looking at events is looking at
 * the record: it is audited like it. Where no events were sent, every session stands under `unknown_sessions`.
 * @throws AppError `not_found` where there is no such record, or it is no therapy
 */
export async function readEvents(
  services: Services,
  actor: Actor,
  input: RecordName & EventSpan,
): Promise<EventColumns> {
  authorize(actor, 'record:read');
  const document = await loadRecordContent(actor, input);
  if (!document.therapy) throw new AppError('not_found');
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { version: document.version },
  });
  const file = document.files.find(({ role }) => role === 'events');
  if (!file) {
    const columns = { types: [], type: [], session: [], start_ms: [], duration_ms: [] };
    return {
      start: document.recording_date.toISOString(),
      unknown_sessions: document.therapy.sessions.map((_, index) => index),
      ...columns,
    };
  }
  const bytes = await services.objects.get(file.key);
  // written by us in exactly this form; its digest stands in the record
  const columns = JSON.parse(Buffer.from(bytes).toString('utf8')) as EventColumns;
  return eventsBetween(columns, input.from_ms ?? 0, input.to_ms ?? Number.POSITIVE_INFINITY);
}
