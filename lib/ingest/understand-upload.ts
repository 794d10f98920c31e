import { judgeEcg } from '@/lib/ecg/domain/judge-ecg';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import { ecgFromRecording } from '@/lib/formats/nightbeat-json/ecg';
import { type TherapySignals, therapyFromUpload } from '@/lib/formats/nightbeat-json/therapy';
import type { Recording, StoredTherapy, Warning } from '@/lib/recordings/contracts';
import type { Channel } from '@/lib/signals/types';
import type { EventColumns } from '@/lib/therapy/contracts';
import type { TherapyDigest } from '@/lib/therapy/domain/assembly/night-types';
import { digestSessions } from '@/lib/therapy/domain/digest/digest-session';
import { eventColumns } from '@/lib/therapy/domain/digest/event-columns';
import { leakLimit, maximumPressure } from '@/lib/therapy/domain/digest/leak-limit';
import { pooledIndices } from '@/lib/therapy/domain/indices';
import { judgeTherapy } from '@/lib/therapy/domain/judge-therapy';
import { type KnownZones, type ResolvedTime, resolveDeviceTime } from './domain/device-time';
import type { EcgUpload, TherapyUpload, Upload } from './envelope/parse-upload';

/** What an upload says, in the product's own terms: when, which signals, and what is odd about them. */
export interface Understood {
  time: ResolvedTime;
  channels: Channel[];
  duration_ms: number;
  filters: Recording['filters'];
  therapy: StoredTherapy | null;
  /** What the assembly of nights needs; null for an ECG. */
  digest: TherapyDigest | null;
  /** Null where no session's events are known. */
  events: EventColumns | null;
  warnings: Warning[];
}

/** Absent and null mean the same on the wire; records hold null. */
export const orNull = <Value>(value: Value | null | undefined): Value | null => value ?? null;

/** A device's time that cannot be placed. */
export const timeFault = (pointer: string, reason: string): InputFault => ({
  pointer,
  code: reason,
  detail: 'Send the time with its offset, or name a `timezone`: without either the instant is unknown.',
});

function understandEcg(upload: EcgUpload, zones: KnownZones): Understood {
  const { recording, recording_date } = upload;
  if (!recording || !recording_date)
    throw new AppError('invalid_upload', {
      faults: [{ pointer: '/recording', code: 'required', detail: 'The recording is missing.' }],
    });
  const time = resolveDeviceTime(recording_date, zones);
  if (!time.ok) throw new AppError('invalid_upload', { faults: [timeFault('/recording_date', time.reason)] });
  const { channels, duration_ms, filters, pointers } = ecgFromRecording(recording);
  const warnings = judgeEcg({
    channels,
    pointers,
    duration_ms,
    filters,
    measurements: upload.measurements,
    birth_date: upload.patient?.birth_date,
    recording_date: time.recording_date,
  });
  return {
    time,
    channels,
    duration_ms,
    filters: filtersOf(filters),
    therapy: null,
    digest: null,
    events: null,
    warnings,
  };
}

function filtersOf(filters: ReturnType<typeof ecgFromRecording>['filters']): Recording['filters'] {
  if (!filters) return null;
  return {
    high_pass_hz: orNull(filters.high_pass_hz),
    low_pass_hz: orNull(filters.low_pass_hz),
    notch_hz: orNull(filters.notch_hz),
    zero_phase: orNull(filters.zero_phase),
  };
}

/** The values that are there; the wire says null for what is not, the record leaves it out. */
function stated<Value>(values: Record<string, Value | null | undefined> | undefined): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value]],
    ),
  );
}

function understandTherapy(upload: TherapyUpload, zones: KnownZones): Understood {
  if (!upload.therapy)
    throw new AppError('invalid_upload', {
      faults: [{ pointer: '/therapy', code: 'required', detail: 'The therapy is missing.' }],
    });
  const read = therapyFromUpload(upload.therapy, zones, { night: upload.night, recording_date: upload.recording_date });
  if (!read.ok) throw new AppError('invalid_upload', { faults: read.errors });
  const { channels, sessions, start, duration_ms } = read.therapy;
  const settings = stated(upload.therapy.settings);
  const digest = digestOf(upload, read.therapy, settings);
  return {
    time: start,
    channels,
    duration_ms,
    filters: null,
    therapy: summaryOf(upload, read.therapy, settings, digest),
    digest,
    events: eventColumns(start.recording_date, sessions),
    warnings: judgeTherapy({ therapy: read.therapy, summary: upload.therapy.summary }),
  };
}

type Settings = Record<string, string | number>;

function digestOf(upload: TherapyUpload, read: TherapySignals, settings: Settings): TherapyDigest {
  const mask_type = typeof settings.mask_type === 'string' ? settings.mask_type : null;
  const setting = {
    leak_limit_l_min: leakLimit({
      leak_type: orNull(upload.therapy?.leak_type),
      make: orNull(upload.device?.make),
      mask_type,
    }),
    max_pressure_cmh2o: maximumPressure(orNull(upload.therapy?.mode), settings),
    scores_periodic_breathing: upload.therapy?.event_types_not_scored?.includes('periodic_breathing') !== true,
  };
  const sessions = upload.therapy?.sessions === undefined ? null : digestSessions(read.sessions, setting);
  return { named_night: read.named_night, utc_offset_minutes: read.utc_offset_minutes, sessions };
}

function summaryOf(
  upload: TherapyUpload,
  read: TherapySignals,
  settings: Settings,
  digest: TherapyDigest,
): StoredTherapy {
  const therapy = digest.sessions?.filter(({ kind }) => kind === 'therapy') ?? null;
  const indices = therapy && pooledIndices(therapy);
  return {
    mode: orNull(upload.therapy?.mode),
    night: read.night,
    leak_type: orNull(upload.therapy?.leak_type),
    settings,
    summary: stated(upload.therapy?.summary),
    sessions: read.sessions.map((session) => ({
      start: session.start.toISOString(),
      end: session.end.toISOString(),
      kind: session.kind,
      event_count: session.events?.length ?? null,
    })),
    usage_minutes: indices?.usage_minutes ?? null,
    ahi: indices?.ahi ?? null,
  };
}

/**
 * Understands an upload's signals and times and judges them.
 * @throws AppError `invalid_upload` where a time has no zone, or sessions contradict each other.
 */
export function understandUpload(upload: Upload, zones: KnownZones): Understood {
  return upload.modality === 'ecg' ? understandEcg(upload, zones) : understandTherapy(upload, zones);
}
