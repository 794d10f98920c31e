import type { Actor } from '@/lib/accounts/actor';
import { showsComputed } from '@/lib/computed-values/computed-values-of';
import { undoUntil, wholeReading } from '@/lib/ecg/domain/reading/reading';
import { nightId } from '@/lib/therapy/domain/assembly/night-id';
import type { RecordDocument } from '@/models/record';
import type { Recording } from './contracts';

/** Addresses of a record's parts; opaque ids only. */
export function linksOf(document: Pick<RecordDocument, 'record_id' | 'modality' | 'files'>): Recording['links'] {
  const self = `/api/${document.modality}/data/${document.record_id}`;
  const has = (role: string) => document.files.some((file) => file.role === role);
  return {
    self,
    signals: `${self}/signals`,
    source: `${self}/files/source`,
    report: has('report') ? `${self}/files/report` : null,
  };
}

function therapyOf({ organization_id, patient_ref, therapy }: RecordDocument): Recording['therapy'] {
  if (!therapy) return null;
  return { ...therapy, night_id: patient_ref && nightId(organization_id, patient_ref, therapy.night) };
}

function readingOf(document: RecordDocument): Recording['reading'] {
  const whole = wholeReading(document.reading);
  const { state, version, statement, author, recorded_at, time_to_read_ms, earlier } = whole;
  return {
    ...{ state, version, statement, author, time_to_read_ms },
    recorded_at: recorded_at?.toISOString() ?? null,
    undo_until: undoUntil(whole)?.toISOString() ?? null,
    earlier: earlier && { ...earlier, recorded_at: earlier.recorded_at?.toISOString() ?? null },
  };
}

function repeatOf({ repeat_request: asked }: RecordDocument): Recording['repeat_request'] {
  return asked ? { reason: asked.reason, author: asked.author, recorded_at: asked.recorded_at.toISOString() } : null;
}

/** Records that were stored before there was a job for it were measured with their upload, or wait for their turn. */
function measuringOf({ modality, measuring, derived }: RecordDocument): Recording['measuring'] {
  if (modality !== 'ecg') return null;
  return measuring ?? (derived === undefined ? 'waiting' : 'done');
}

/** What was measured by an older version was not followed beat by beat, or without keeping what could not be judged. */
function derivedOf({ derived }: RecordDocument): Recording['derived'] {
  return derived
    ? { ...derived, fibrillation: derived.fibrillation ?? null, unjudged: derived.unjudged ?? null }
    : null;
}

/**
 * A stored record as it is read back; object keys and hashes stay inside.
 *
 * @param computed whether the organisation shows values that were computed from the samples
 */
export function presentRecord(document: RecordDocument, latestVersion = document.version, computed = false): Recording {
  return {
    id: document.record_id,
    modality: document.modality,
    status: document.status,
    version: document.version,
    latest_version: latestVersion,
    revision: document.revision,
    patient_id: document.patient_id,
    patient_ref: document.patient_ref,
    claimed: document.claimed,
    reasons: document.reasons,
    device_id: document.device_id,
    source_id: document.source_id ?? null,
    recording_date: document.recording_date.toISOString(),
    device_time: document.device_time,
    utc_offset_minutes: document.utc_offset_minutes,
    time_source: document.time_source,
    time_ambiguous: document.time_ambiguous,
    clock_offset_ms: document.clock_offset_ms,
    duration_ms: document.duration_ms,
    priority: document.priority,
    channels: document.channels,
    filters: document.filters,
    measurements: document.measurements,
    derived: computed ? derivedOf(document) : null,
    quality: document.quality,
    measuring: measuringOf(document),
    reading: readingOf(document),
    repeat_request: repeatOf(document),
    statements: document.statements,
    therapy: therapyOf(document),
    warnings: document.warnings,
    order: document.order,
    device: document.device,
    site: document.site,
    operator: document.operator,
    vendor: document.vendor,
    report_check: document.report_check,
    legal_hold: Boolean(document.legal_hold),
    // when, and not from whom: the other patient is nobody's business here
    moved_at: document.moves?.at(-1)?.at.toISOString() ?? null,
    deleted_at: document.deleted?.at.toISOString() ?? null,
    files: document.files.map(({ role, content_type, bytes, sha256 }) => ({ role, content_type, bytes, sha256 })),
    // links are kept for the latest version: nights change under an older one
    link: document.version === latestVersion ? (document.link ?? null) : null,
    received_at: document.received_at.toISOString(),
    links: linksOf(document),
  };
}

/**
 * How this actor reads records back: with computed values where the organisation shows them; a key bound to a device learns
 * nothing of nights, which may be of other devices.
 */
export async function presenterFor(
  actor: Actor,
): Promise<(document: RecordDocument, latestVersion?: number) => Recording> {
  const computed = await showsComputed(actor.organization_id);
  const ofOneDevice = actor.kind === 'key' && actor.device_id !== null;
  return (document, latestVersion) => {
    const recording = presentRecord(document, latestVersion, computed);
    return ofOneDevice ? { ...recording, link: null } : recording;
  };
}

/** One record as this actor reads it back. */
export async function presentTo(actor: Actor, document: RecordDocument, latestVersion?: number): Promise<Recording> {
  return (await presenterFor(actor))(document, latestVersion);
}
