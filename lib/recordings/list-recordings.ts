import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import type { LinkKind } from '@/lib/correlation/domain/links/link-ecg';
import { invalidCursor } from '@/lib/http/invalid-cursor';
import type { Services } from '@/lib/platform/services';
import type { Filter } from '@/models/plugins/queries';
import { type RecordDocument, recordsOf } from '@/models/record';
import type { Modality, Recording } from './contracts';
import { decodeCursor, encodeCursor } from './domain/cursor';
import { presenterFor } from './present-record';

/** What records can be searched by. `from` is inclusive, `to` exclusive. */
export interface RecordingQuery {
  modality: Modality;
  patient_id?: string | undefined;
  patient_ref?: string | undefined;
  device_id?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  status?: Recording['status'] | undefined;
  reading?: Recording['reading']['state'] | undefined;
  priority?: Recording['priority'] | undefined;
  heart_rate_min?: number | undefined;
  heart_rate_max?: number | undefined;
  qtc_min?: number | undefined;
  link?: LinkKind | undefined;
  limit: number;
  cursor?: string | undefined;
}

type RecordFilter = Filter<RecordDocument>;

/** The conditions a query gives, each only when it was given. */
function conditionsOf(query: RecordingQuery): RecordFilter {
  const range = (from: unknown, to: unknown, upper: '$lt' | '$lte') => ({
    ...(from === undefined ? {} : { $gte: from }),
    ...(to === undefined ? {} : { [upper]: to }),
  });
  const given: [string, unknown][] = [
    ['patient_id', query.patient_id?.trim()],
    ['patient_ref', query.patient_ref],
    ['device_id', query.device_id],
    // deleted records are found only by who asks for them
    ['status', query.status ?? { $ne: 'deleted' }],
    ['reading.state', query.reading],
    ['priority', query.priority],
    ['recording_date', query.from || query.to ? range(query.from, query.to, '$lt') : undefined],
    [
      'measurements.heart_rate_bpm',
      (query.heart_rate_min ?? query.heart_rate_max)
        ? range(query.heart_rate_min, query.heart_rate_max, '$lte')
        : undefined,
    ],
    ['link.kind', query.link],
    ['measurements.qtc_ms', query.qtc_min === undefined ? undefined : { $gte: query.qtc_min }],
  ];
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function afterCursor(cursor: string | undefined): RecordFilter {
  if (cursor === undefined) return {};
  const position = decodeCursor(cursor);
  if (!position) throw invalidCursor();
  return {
    $or: [
      { recording_date: { $lt: position.recording_date } },
      { recording_date: position.recording_date, _id: { $lt: position.id } },
    ],
  };
}

/** The filter of a search, as sent to the store; exported for the test that no search scans. */
export function recordFilter(actor: Actor, query: RecordingQuery): RecordFilter {
  const conditions: RecordFilter = { modality: query.modality, ...conditionsOf(query), ...afterCursor(query.cursor) };
  if (actor.kind !== 'key' || actor.device_id === null) return conditions;
  // a key bound to a device reads that device's records and no others, whatever it asks for, and learns nothing of nights
  const beyond = query.link !== undefined || (query.device_id !== undefined && query.device_id !== actor.device_id);
  return beyond ? { ...conditions, _id: { $in: [] } } : { ...conditions, device_id: actor.device_id };
}

/** The order of every list of records: newest first, ties by id. */
export const NEWEST_FIRST = { recording_date: -1, _id: -1 } as const;

/** Records that fit, newest first, page by page. One audit event a page, before it is answered. */
export async function listRecordings(
  services: Services,
  actor: Actor,
  input: RecordingQuery,
): Promise<{ data: Recording[]; next_cursor: string | null }> {
  authorize(actor, 'record:read');
  const documents = await recordsOf(input.modality)(actor.organization_id).find(recordFilter(actor, input), {
    sort: NEWEST_FIRST,
    limit: input.limit + 1,
  });
  const present = await presenterFor(actor);
  const page = documents.slice(0, input.limit);
  const last = documents.length > input.limit ? page.at(-1) : undefined;
  await recordAct(services, actor, {
    action: 'record.searched',
    patient_ref:
      page.length > 0 && page.every((document) => document.patient_ref === page[0]?.patient_ref)
        ? (page[0]?.patient_ref ?? null)
        : null,
    details: { modality: input.modality, found: page.length },
  });
  return {
    data: page.map((document) => present(document)),
    next_cursor: last ? encodeCursor({ recording_date: last.recording_date, id: last._id }) : null,
  };
}
