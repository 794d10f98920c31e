import { judgeEcg } from '@/lib/ecg/domain/judge-ecg';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import { ecgFromRecording } from '@/lib/formats/nightbeat-json/ecg';
import { therapyFromUpload } from '@/lib/formats/nightbeat-json/therapy';
import type { Recording, TherapySummary, Warning } from '@/lib/recordings/contracts';
import type { Channel } from '@/lib/signals/types';
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
  therapy: TherapySummary | null;
  warnings: Warning[];
}

/** Absent and null mean the same on the wire; records hold null. */
export const orNull = <Value>(value: Value | null | undefined): Value | null => value ?? null;

const timeFault = (pointer: string, reason: string): InputFault => ({
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
  return { time, channels, duration_ms, filters: filtersOf(filters), therapy: null, warnings };
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
  const { channels, sessions, start, duration_ms, night } = read.therapy;
  const indices = sessions.length > 0 ? pooledIndices(sessions) : null;
  const therapy: TherapySummary = {
    mode: orNull(upload.therapy.mode),
    night,
    leak_type: orNull(upload.therapy.leak_type),
    settings: stated(upload.therapy.settings),
    summary: stated(upload.therapy.summary),
    sessions: sessions.map((session) => ({
      start: session.start.toISOString(),
      end: session.end.toISOString(),
      event_count: session.events?.length ?? null,
    })),
    usage_minutes: indices?.usage_minutes ?? null,
    ahi: indices?.ahi ?? null,
  };
  return {
    time: start,
    channels,
    duration_ms,
    filters: null,
    therapy,
    warnings: judgeTherapy({ therapy: read.therapy, summary: upload.therapy.summary }),
  };
}

/**
 * Understands an upload's signals and times and judges them.
 * @throws AppError `invalid_upload` where a time has no zone, or sessions contradict each other.
 */
export function understandUpload(upload: Upload, zones: KnownZones): Understood {
  return upload.modality === 'ecg' ? understandEcg(upload, zones) : understandTherapy(upload, zones);
}
