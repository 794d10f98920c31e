import { createHash } from 'node:crypto';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import { encodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { type FileMarks, makeBeatList } from '@/lib/measure/domain/beat-list/make-beat-list';
import type { Modality, Person, Recording, StoredTherapy } from '@/lib/recordings/contracts';
import { encodeContainer } from '@/lib/signals/encode-container';
import { rateHz } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import type { TherapyDigest } from '@/lib/therapy/domain/assembly/night-types';
import { canonicalJson, contentHash, samplesHash } from './domain/content-hash';
import { clockOffsetMs, hasOffset, type KnownZones, type ResolvedTime, resolveDeviceTime } from './domain/device-time';
import { checkPdf } from './domain/pdf';
import { type ParseOptions, parseUpload, type Upload } from './envelope/parse-upload';
import { reportFault } from './envelope/report';
import type { Content } from './files/content';
import { digestOf, type UploadFile } from './files/upload-file';
import { orNull, type Understood, understandUpload } from './understand-upload';

/** What an upload says of where its times were read. */
export type SaidZone = Pick<Upload, 'timezone' | 'site'>;

/** Tells the zones known for a device's times that name none. */
export type ZonesFor = (deviceId: string, said: SaidZone) => Promise<KnownZones>;

/** What of an upload `ZonesFor` asks for. */
export const saidZone = ({ timezone, site }: SaidZone): SaidZone => ({ timezone, site });

/** Makes the container of a recording's signals. */
export type KeepSignals = (channels: readonly Channel[], meta: { duration_ms: number }) => Content;

/** What the registry of devices tells whoever reads an upload. */
export interface Registry {
  zonesFor: ZonesFor;
  /** The id of the one device with this serial number; null where there is none, or more than one. */
  deviceOf: (serial: string) => Promise<string | null>;
}

/** An upload understood and judged: everything a record will hold but whose it is. */
export interface PreparedUpload {
  modality: Modality;
  /** As sent; null where the device's assignment is to say whose it is. */
  patient_id: string | null;
  patient: Person | null;
  device_id: string;
  source_id: string | null;
  time: ResolvedTime;
  clock_offset_ms: number | null;
  duration_ms: number;
  channels: Recording['channels'];
  signals: Content;
  /** The beats of a long ECG as they are kept; null where there are none. */
  beats: Uint8Array | null;
  /** Therapy's event list as it is kept; null where there is none. */
  events: Uint8Array | null;
  digest: TherapyDigest | null;
  report: Uint8Array | null;
  /** What a file says beyond what a record holds, as JSON; null for an upload without files. */
  details: Uint8Array | null;
  /** What was sent beside a file names another patient than the file. */
  contradicts_file: boolean;
  /** A copy of what a device remembers: it may have lost what an earlier copy held, and says nothing by that. */
  from_memory: boolean;
  content_hash: string;
  samples_hash: string;
  upload_hash: string;
  facts: Pick<
    Recording,
    | 'priority'
    | 'filters'
    | 'measurements'
    | 'statements'
    | 'warnings'
    | 'order'
    | 'device'
    | 'site'
    | 'operator'
    | 'vendor'
  > & { therapy: StoredTherapy | null };
}

function measurementsOf(upload: Upload): Recording['measurements'] {
  if (upload.modality !== 'ecg' || !upload.measurements) return null;
  const sent = upload.measurements;
  return {
    heart_rate_bpm: orNull(sent.heart_rate_bpm),
    pr_ms: orNull(sent.pr_ms),
    qrs_ms: orNull(sent.qrs_ms),
    qt_ms: orNull(sent.qt_ms),
    qtc_ms: orNull(sent.qtc_ms),
    qtc_formula: orNull(sent.qtc_formula),
    p_axis_deg: orNull(sent.p_axis_deg),
    qrs_axis_deg: orNull(sent.qrs_axis_deg),
    t_axis_deg: orNull(sent.t_axis_deg),
  };
}

function personOf(patient: Upload['patient']): Person | null {
  if (!patient) return null;
  return {
    family_name: orNull(patient.family_name),
    given_name: orNull(patient.given_name),
    birth_date: orNull(patient.birth_date),
    sex: orNull(patient.sex),
  };
}

function factsOf(upload: Upload, understood: Understood): PreparedUpload['facts'] {
  const { order, device } = upload;
  return {
    priority: upload.priority,
    filters: understood.filters,
    measurements: measurementsOf(upload),
    statements: upload.modality === 'ecg' ? (upload.statements ?? []) : [],
    therapy: understood.therapy,
    warnings: understood.warnings,
    order: order
      ? {
          accession_number: orNull(order.accession_number),
          indication: orNull(order.indication),
          ordering_unit: orNull(order.ordering_unit),
        }
      : null,
    device: device
      ? {
          make: orNull(device.make),
          model: orNull(device.model),
          serial: orNull(device.serial),
          firmware: orNull(device.firmware),
        }
      : null,
    site: orNull(upload.site),
    operator: orNull(upload.operator),
    vendor: orNull(upload.vendor),
  };
}

/**
 * What tells two therapy days apart besides samples: sessions, events, settings, summary. An ECG is told by its samples.
 */
function factsOfContent(upload: Upload): unknown {
  if (upload.modality === 'ecg' || !upload.therapy) return undefined;
  const sessions = upload.therapy.sessions?.map(({ signals: _signals, ...session }) => session);
  return { ...upload.therapy, sessions };
}

/** Digest of all that was sent but the sending time, so that a retry gives the same and any correction another. */
function uploadHash(upload: Upload, report: Uint8Array | null, files: readonly UploadFile[]): string {
  const { sent_at: _sentAt, report_pdf: _report, ...sent } = upload;
  const hash = createHash('sha256').update(canonicalJson(sent));
  if (report) hash.update('\nreport\n').update(createHash('sha256').update(report).digest());
  for (const file of files) hash.update('\nfile\n').update(digestOf(file));
  return hash.digest('hex');
}

function reportOf(upload: Upload, part: Uint8Array | null): { report: Uint8Array | null; faults: InputFault[] } {
  const inJson = upload.report_pdf ?? null;
  if (part === null) return { report: inJson, faults: [] };
  if (inJson)
    return {
      report: null,
      faults: [{ pointer: '/report', code: 'repeated', detail: 'The report came twice: in the JSON and as a part.' }],
    };
  const check = checkPdf(part);
  return check.ok ? { report: part, faults: [] } : { report: null, faults: [reportFault(check.reason, ['report'])] };
}

/**
 * Checks the body of an upload together with a report that came as a part.
 * @throws AppError `invalid_upload` with every fault found
 */
export function checkedUpload(
  modality: Modality,
  data: unknown,
  reportPart: Uint8Array | null,
  options?: ParseOptions,
): { upload: Upload; report: Uint8Array | null } {
  const parsed = parseUpload(modality, data, options);
  const partCheck = reportPart ? checkPdf(reportPart) : null;
  if (!parsed.ok) {
    const partFaults = partCheck && !partCheck.ok ? [reportFault(partCheck.reason, ['report'])] : [];
    throw new AppError('invalid_upload', { faults: [...parsed.errors, ...partFaults] });
  }
  const { report, faults } = reportOf(parsed.upload, reportPart);
  if (faults.length > 0) throw new AppError('invalid_upload', { faults });
  return { upload: parsed.upload, report };
}

/** Everything an upload was found to be, to be made one thing. */
export interface UploadParts {
  upload: Upload;
  report: Uint8Array | null;
  understood: Understood;
  zones: KnownZones;
  received_at: Date;
  /** The files the recording was read from; none where the JSON carried it. */
  files?: readonly UploadFile[];
  details?: Uint8Array | null;
  /** What the files mark in time; none where the JSON carried the recording. */
  marks?: FileMarks;
  contradicts_file?: boolean;
  /** Absent: in memory. */
  keepSignals?: KeepSignals;
  /**
   * Of a copy of a device's memory: what tells a repeat from a correction. Whoever sends it says more or less beside it,
   * and files of all days grow; neither makes a day another one. Absent: all that was sent.
   */
  told_apart_by?: unknown;
}

function beatsOf({ upload, understood, marks }: UploadParts): Uint8Array | null {
  if (upload.modality !== 'ecg') return null;
  const beats = makeBeatList(understood.channels, understood.duration_ms, marks ?? null);
  return beats && encodeBeats(beats);
}

/** Makes a prepared upload of its parts: container, digests, facts. */
export function assembleUpload(parts: UploadParts): PreparedUpload {
  const { upload, report, understood, zones, received_at } = parts;
  const sent = upload.sent_at === undefined ? null : resolveDeviceTime(upload.sent_at, zones);
  const patient_id = orNull(upload.patient_id);
  const { channels, time } = understood;
  const keepSignals = parts.keepSignals ?? encodeContainer;
  const from_memory = parts.told_apart_by !== undefined;
  const upload_hash = from_memory
    ? createHash('sha256').update(canonicalJson(parts.told_apart_by)).digest('hex')
    : uploadHash(upload, report, parts.files ?? []);
  return {
    modality: upload.modality,
    patient_id,
    patient: personOf(upload.patient),
    device_id: upload.device_id,
    source_id: orNull(upload.source_id),
    time,
    clock_offset_ms: sent?.ok ? clockOffsetMs(sent.recording_date, received_at) : null,
    duration_ms: understood.duration_ms,
    channels: channels.map(({ id, name, kind, unit, rate, derived }) => ({
      id,
      name,
      kind,
      unit,
      sampling_rate_hz: rateHz(rate),
      derived,
    })),
    signals: keepSignals(channels, { duration_ms: understood.duration_ms }),
    beats: beatsOf(parts),
    events: understood.events && Buffer.from(JSON.stringify(understood.events)),
    digest: understood.digest,
    report,
    details: parts.details ?? null,
    contradicts_file: parts.contradicts_file ?? false,
    from_memory,
    content_hash: contentHash({
      patient_id,
      device_id: upload.device_id,
      start: time.recording_date,
      channels,
      facts: factsOfContent(upload),
    }),
    samples_hash: samplesHash(channels) ?? upload_hash,
    upload_hash,
    facts: factsOf(upload, understood),
  };
}

function saysOffsets({ modality, recording_date, sent_at }: Upload): boolean {
  const times = [recording_date, sent_at].filter((time) => time !== undefined);
  return modality === 'ecg' && times.every(hasOffset);
}

/**
 * Reads and judges an upload that is JSON alone: everything between the bytes and the question whose they are. Keeps
 * nothing.
 * @throws AppError `invalid_upload` with every fault found.
 */
export async function prepareUpload(
  modality: Modality,
  received: { data: unknown; report: Uint8Array | null },
  zonesFor: ZonesFor,
  received_at: Date,
): Promise<PreparedUpload> {
  const { upload, report } = checkedUpload(modality, received.data, received.report);
  // times that carry their offset need no zone, and nobody need be asked for one
  const zones = saysOffsets(upload) ? {} : await zonesFor(upload.device_id, saidZone(upload));
  return assembleUpload({ upload, report, understood: understandUpload(upload, zones), zones, received_at });
}
