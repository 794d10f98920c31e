import { type KnownZones, type ResolvedTime, resolveDeviceTime } from '@/lib/ingest/domain/device-time';
import { localClock } from '@/lib/ingest/domain/local-clock';
import { intervalFaults } from '@/lib/ingest/envelope/cross-therapy';
import { fault, jsonPointer, tidyFaults, type UploadFault } from '@/lib/ingest/envelope/faults';
import { SIGNAL_UNITS, type TherapyDataUpload } from '@/lib/ingest/envelope/therapy';
import { periodMs, toRationalRate } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import type { ReadSession } from '@/lib/therapy/domain/digest/digest-session';
import type { JudgedSession } from '@/lib/therapy/domain/judge-therapy';
import { NIGHT_BOUNDARY_HOURS, nightOf } from '@/lib/therapy/domain/night';
import { groupRuns, type SignalPiece } from '../group-runs';

type SessionUpload = NonNullable<TherapyDataUpload['sessions']>[number];
type EventType = NonNullable<SessionUpload['events']>[number]['type'];

/** A breathing or device event, placed in time. */
export interface TherapyEvent {
  type: EventType;
  start: Date;
  duration_s: number;
}

/** Mask on to mask off, placed in time, with its signals as sent. */
export interface TherapySession extends ReadSession {
  /** `null`: not known; empty: there were none. */
  events: TherapyEvent[] | null;
}

/** A day of therapy in the form it is stored in. */
export interface TherapySignals {
  channels: Channel[];
  /** Where each channel stands in the body (JSON pointer), by channel id. */
  pointers: Map<string, string>;
  /** In order of time. */
  sessions: TherapySession[];
  /** The same sessions as `judgeTherapy` needs them. */
  judged: JudgedSession[];
  /** The record's time: the first session's start, else the day's own. */
  start: ResolvedTime;
  end: Date;
  duration_ms: number;
  /** `YYYY-MM-DD` (PAP-2), by the default boundary. */
  night: string;
  /** The night a day without sessions names itself. */
  named_night: string | null;
  /** Of the device's local time at the start. */
  utc_offset_minutes: number;
}

/** When a day without sessions was. */
export interface DayUpload {
  night?: string | undefined;
  recording_date?: string | undefined;
}

/**
 * Places a checked day of therapy in time and turns its signals into channels. The same signal in several sessions is
 * one channel with several segments. A day without sessions begins at noon of its night, in the known zone.
 *
 * @param zones all zones known, the request's own included
 * @returns faults where a time cannot be placed, or sessions turn out to end before they begin or to overlap
 */
export function therapyFromUpload(
  therapy: TherapyDataUpload,
  zones: KnownZones,
  day: DayUpload,
): { ok: true; therapy: TherapySignals } | { ok: false; errors: UploadFault[] } {
  const placed = placeSessions(therapy.sessions ?? [], zones);
  if (!placed.ok) return placed;
  const [first] = placed.sessions;
  const start = first?.start ?? placeDay(day, zones);
  if (!start.ok)
    return { ok: false, errors: [timeFault([day.recording_date ? 'recording_date' : 'night'], start.reason)] };
  const ends = placed.sessions.map((session) => session.end.recording_date.getTime());
  const end = new Date(Math.max(start.recording_date.getTime(), ...ends));
  const { utc_offset_minutes } = localClock(start, start, zones);
  const named_night = first === undefined ? (day.night ?? null) : null;
  const ordered = groupRuns(placed.sessions.flatMap((session) => piecesOf(session, start.recording_date)))
    .sort((a, b) => signalOrder(a.channel.name) - signalOrder(b.channel.name))
    .map(({ channel, pointer }, index) => ({ channel: { ...channel, id: String(index) }, pointer }));
  return {
    ok: true,
    therapy: {
      channels: ordered.map(({ channel }) => channel),
      pointers: new Map(ordered.map(({ channel, pointer }) => [channel.id, pointer])),
      sessions: placed.sessions.map((session) => toSession(session, zones)),
      judged: placed.sessions.map(toJudged),
      start,
      end,
      duration_ms: end.getTime() - start.recording_date.getTime(),
      night: named_night ?? nightOf(start.recording_date, utc_offset_minutes),
      named_night,
      utc_offset_minutes,
    },
  };
}

function signalOrder(name: string): number {
  return Object.keys(SIGNAL_UNITS).indexOf(name);
}

function placeDay(day: DayUpload, zones: KnownZones): ReturnType<typeof resolveDeviceTime> {
  if (day.recording_date !== undefined) return resolveDeviceTime(day.recording_date, zones);
  const noon = `T${String(NIGHT_BOUNDARY_HOURS).padStart(2, '0')}:00:00`;
  return resolveDeviceTime(`${day.night ?? ''}${noon}`, zones);
}

interface PlacedUpload {
  index: number;
  start: ResolvedTime;
  end: ResolvedTime;
  events: TherapyEvent[] | null;
  upload: SessionUpload;
}

function placeSessions(
  uploads: readonly SessionUpload[],
  zones: KnownZones,
): { ok: true; sessions: PlacedUpload[] } | { ok: false; errors: UploadFault[] } {
  const errors: UploadFault[] = [];
  const sessions: PlacedUpload[] = [];
  for (const [index, upload] of uploads.entries()) {
    const placed = placeSession(index, upload, zones, sessions.at(-1)?.end.recording_date);
    if (placed.ok) sessions.push(placed.session);
    else errors.push(...placed.errors);
  }
  errors.push(
    ...intervalFaults(
      sessions.map((s) => ({ index: s.index, start: s.start.recording_date, end: s.end.recording_date })),
    ),
  );
  if (errors.length > 0) return { ok: false, errors: tidyFaults(errors) };
  sessions.sort((a, b) => a.start.recording_date.getTime() - b.start.recording_date.getTime());
  return { ok: true, sessions };
}

function placeSession(
  index: number,
  upload: SessionUpload,
  zones: KnownZones,
  not_before: Date | undefined,
): { ok: true; session: PlacedUpload } | { ok: false; errors: UploadFault[] } {
  const path = ['therapy', 'sessions', index];
  const start = resolveDeviceTime(upload.start, zones, { not_before });
  if (!start.ok) return { ok: false, errors: [timeFault([...path, 'start'], start.reason)] };
  const end = resolveDeviceTime(upload.end, zones, { not_before: start.recording_date });
  if (!end.ok) return { ok: false, errors: [timeFault([...path, 'end'], end.reason)] };
  const errors: UploadFault[] = [];
  const events: TherapyEvent[] = [];
  for (const [e, event] of (upload.events ?? []).entries()) {
    const at = resolveDeviceTime(event.start, zones, { not_before: events.at(-1)?.start ?? start.recording_date });
    if (at.ok) events.push({ type: event.type, start: at.recording_date, duration_s: event.duration_s });
    else errors.push(timeFault([...path, 'events', e, 'start'], at.reason));
  }
  if (errors.length > 0) return { ok: false, errors };
  const known = upload.events === undefined ? null : events;
  return { ok: true, session: { index, start, end, events: known, upload } };
}

function timeFault(
  path: readonly PropertyKey[],
  reason: 'invalid_date_time' | 'no_time_zone' | 'unknown_time_zone',
): UploadFault {
  const sentences = {
    invalid_date_time: 'This is no time.',
    no_time_zone: 'A time without an offset needs a time zone: send timezone, or set one for the device.',
    unknown_time_zone: 'The time zone set for this device, site or organisation is not known.',
  };
  return fault(path, reason, sentences[reason]);
}

function toSession({ start, end, events, upload }: PlacedUpload, zones: KnownZones): TherapySession {
  const { utc_offset_minutes, changes } = localClock(start, end, zones);
  return {
    start: start.recording_date,
    end: end.recording_date,
    utc_offset_minutes,
    clock_changes: changes,
    kind: upload.kind ?? 'therapy',
    events,
    signals: (upload.signals ?? []).map(({ name, sampling_rate_hz, scale, offset, samples }) => ({
      name,
      period_ms: periodMs(toRationalRate(sampling_rate_hz)),
      scale: scale ?? 1,
      offset: offset ?? 0,
      values: samples,
    })),
  };
}

function toJudged({ index, start, end, events, upload }: PlacedUpload): JudgedSession {
  const path = ['therapy', 'sessions', index];
  const signals = (upload.signals ?? []).map((signal, i) => ({
    pointer: jsonPointer([...path, 'signals', i]),
    duration_ms: (signal.samples.length * 1000) / signal.sampling_rate_hz,
  }));
  return {
    pointer: jsonPointer(path),
    start: start.recording_date,
    end: end.recording_date,
    kind: upload.kind ?? 'therapy',
    events,
    signals,
  };
}

function piecesOf({ upload, start, index }: PlacedUpload, recordStart: Date): SignalPiece[] {
  return (upload.signals ?? []).map((signal, i) => ({
    name: signal.name,
    kind: 'rhythm',
    unit: signal.unit,
    sampling_rate_hz: signal.sampling_rate_hz,
    start_ms: start.recording_date.getTime() - recordStart.getTime(),
    scale: signal.scale ?? 1,
    offset: signal.offset ?? 0,
    values: signal.samples,
    pointer: jsonPointer(['therapy', 'sessions', index, 'signals', i]),
  }));
}
