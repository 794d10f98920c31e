import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import { type BeatList, beatsBetween } from '@/lib/measure/domain/beat-list/beat-list';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import type { Services } from '@/lib/platform/services';
import { loadRecordContent, type RecordName } from './load-record';

/** Beats and the instant their times count from. */
export interface ReadBeats {
  beats: BeatList;
  start: Date;
}

interface BeatSpan {
  from_ms?: number | undefined;
  to_ms?: number | undefined;
}

/**
 * The beats of a long ECG in a span, ms from the record's start, with the gaps and marks that reach into it. Looking at
 * beats is looking at the record: it is audited like it.
 * @throws AppError `not_found` where there is no such record, or none were kept: it is short, has no lead in mV, or is no ECG
 */
export async function readBeats(services: Services, actor: Actor, input: RecordName & BeatSpan): Promise<ReadBeats> {
  authorize(actor, 'record:read');
  const document = await loadRecordContent(actor, input);
  const file = document.files.find(({ role }) => role === 'beats');
  if (!file) throw new AppError('not_found');
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { version: document.version },
  });
  // written by us in exactly this form; its digest stands in the record
  const list = decodeBeats(await services.objects.get(file.key));
  const { from_ms = 0, to_ms = Number.POSITIVE_INFINITY } = input;
  const beats = from_ms === 0 && to_ms > list.duration_ms ? list : beatsBetween(list, from_ms, to_ms);
  return { beats, start: document.recording_date };
}
