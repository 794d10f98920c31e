import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { type RecordDocument, recordsOf, recordVersions } from '@/models/record';
import type { Modality } from './contracts';

/** Names one record, at its latest or an older version. */
export interface RecordName {
  modality: Modality;
  id: string;
  version?: number | undefined;
}

/** Whether this actor may see the record: a key bound to a device sees that device's records only. */
function isReadable(actor: Actor, document: RecordDocument): boolean {
  return actor.kind !== 'key' || actor.device_id === null || actor.device_id === document.device_id;
}

/**
 * Step: the record as stored, with the number of its latest version.
 * @throws AppError `not_found` when it is missing, of another organisation, or not for this actor: they look alike.
 */
export async function loadRecord(
  actor: Actor,
  name: RecordName,
): Promise<{ document: RecordDocument; latest_version: number }> {
  const latest = await recordsOf(name.modality)(actor.organization_id).findOne({
    _id: name.id,
    modality: name.modality,
  });
  if (!latest || !isReadable(actor, latest)) throw new AppError('not_found');
  if (name.version === undefined || name.version === latest.version)
    return { document: latest, latest_version: latest.version };
  const older = await recordVersions(actor.organization_id).findOne({ record_id: name.id, version: name.version });
  if (!older || !isReadable(actor, older)) throw new AppError('not_found');
  return { document: older, latest_version: latest.version };
}

/**
 * Step: the record, for a look at what it recorded: signals, events, files. Of a deleted one there is nothing to see.
 * @throws AppError `not_found`
 */
export async function loadRecordContent(actor: Actor, name: RecordName): Promise<RecordDocument> {
  const { document } = await loadRecord(actor, name);
  if (document.status === 'deleted') throw new AppError('not_found');
  return document;
}
