import type { Modality } from '@/lib/recordings/contracts';

/** Everything a recording's files are kept under. No part of it says who the patient is. */
export interface ObjectPlace {
  organization_id: string;
  modality: Modality;
  received_at: Date;
  record_id: string;
  version: number;
  /** The random part of the claim that writes: two writers of one version never write the same key. */
  attempt: string;
}

/** What a record was made of; the ending only tells people what they download. */
const SOURCE_FILES = [
  ...['source.json', 'source.xml', 'source.csv', 'source.zip', 'source.gz', 'source.bin'],
  ...['source.hea', 'source.scp', 'source.dcm', 'source.ecg', 'source.ann', 'source.edf'],
] as const;
export type SourceFile = (typeof SOURCE_FILES)[number];

export type RecordingFile =
  | SourceFile
  | 'envelope.json'
  | 'details.json'
  | 'signals.nbs'
  | 'beats.nbb'
  | 'events.json'
  | `report-${number}.pdf`;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const FILE =
  /^(source\.(json|xml|csv|zip|gz|bin|hea|scp|dcm|ecg|ann|edf)|(envelope|details|events)\.json|signals\.nbs|beats\.nbb|report-[1-9]\d{0,3}\.pdf)$/;

type Key = { ok: true; key: string } | { ok: false; reason: 'invalid_id' | 'invalid_version' | 'invalid_file' };

/** Where all versions and attempts of one recording stand: `{organization_id}/{modality}/{yyyy}/{mm}/{dd}/{record_id}/`. */
export function recordPrefix(place: Omit<ObjectPlace, 'version' | 'attempt'>): Key {
  if (!ID.test(place.organization_id) || !ID.test(place.record_id)) return { ok: false, reason: 'invalid_id' };
  const date = place.received_at.toISOString().slice(0, 10).replaceAll('-', '/');
  return { ok: true, key: `${place.organization_id}/${place.modality}/${date}/${place.record_id}/` };
}

/** Where the files of one attempt at one version stand: `…/v{n}/{attempt}/`. */
export function attemptPrefix(place: ObjectPlace): Key {
  const record = recordPrefix(place);
  if (!record.ok) return record;
  if (!ID.test(place.attempt)) return { ok: false, reason: 'invalid_id' };
  if (!Number.isInteger(place.version) || place.version < 1) return { ok: false, reason: 'invalid_version' };
  return { ok: true, key: `${record.key}v${place.version}/${place.attempt}/` };
}

/** The key of one file. The date is that of receipt, in UTC. Anything that is no id or no file of ours is refused. */
export function objectKey(place: ObjectPlace, file: RecordingFile): Key {
  const attempt = attemptPrefix(place);
  if (!attempt.ok) return attempt;
  return FILE.test(file) ? { ok: true, key: attempt.key + file } : { ok: false, reason: 'invalid_file' };
}

/** The key of another file of the attempt that a file belongs to. */
export function keyBeside(key: string, file: RecordingFile): Key {
  if (!FILE.test(file)) return { ok: false, reason: 'invalid_file' };
  return { ok: true, key: key.slice(0, key.lastIndexOf('/') + 1) + file };
}

/** Where parts of an upload wait until they are read: `{organization_id}/staging/{upload_id}/`. */
export function stagingPrefix(organization_id: string, upload_id: string): Key {
  if (!ID.test(organization_id) || !ID.test(upload_id)) return { ok: false, reason: 'invalid_id' };
  return { ok: true, key: `${organization_id}/staging/${upload_id}/` };
}
