import type { Modality } from '@/lib/recordings/contracts';
import { NIGHT_VALUES, type NightValues, type SESSION_KINDS } from '@/lib/therapy/contracts';
import type { ClockChange, SessionDigest } from '../digest/digest-session';
import { leakLimit } from '../digest/leak-limit';
import { totalEvents } from '../indices';
import { NIGHT_BOUNDARY_HOURS, nightOf } from '../night';
import { type ComputedNight, computeNight } from './night-values';
import { napsAmong } from './session-kinds';

/** What a record keeps for the assembly of nights. */
export interface TherapyDigest {
  /** The night a day without sessions was sent for, where it names one. */
  named_night: string | null;
  /** Of the device's local time at the record's start. */
  utc_offset_minutes: number;
  /** `null`: no sessions were sent, only the device's own values; empty: there were none, 0 h. */
  sessions: SessionDigest[] | null;
}

/** A record as far as nights need it. */
export interface NightSource {
  record_id: string;
  modality: Modality;
  device_id: string;
  device: { make: string | null; model: string | null; serial: string | null; firmware: string | null } | null;
  recording_date: Date;
  mode: string | null;
  settings: Record<string, string | number>;
  leak_type: string | null;
  /** The device's own values. */
  summary: Readonly<Record<string, number>>;
  digest: TherapyDigest;
}

/** A session's place in a night. */
export interface AssembledSession {
  record_id: string;
  modality: Modality;
  device_id: string;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  end_utc_offset_minutes: number;
  kind: (typeof SESSION_KINDS)[number];
  event_count: number | null;
  breathing_event_count: number | null;
  signal_minutes: number;
  excluded: boolean;
}

/** A night made of everything that is known of it. */
export interface AssembledNight extends NightValues, Pick<ComputedNight, 'coverage' | 'overlapping'> {
  night: string;
  boundary_hour: number;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  clock: ClockChange[];
  sessions: AssembledSession[];
  device_reported: NightValues | null;
  leak_type: 'unintentional' | 'total' | null;
  leak_limit_l_min: number | null;
  mode: string | null;
  settings: Record<string, string | number>;
  mask: string | null;
  devices: (NonNullable<NightSource['device']> & { device_id: string; device_reported: NightValues | null })[];
  record_ids: string[];
  excluded: boolean;
}

/**
 * The nights a record belongs to (PAP-2): those of its sessions, each by its own start, or its own where it has none.
 * @param boundary_hour of the patient
 */
export function nightsOf(
  source: Pick<NightSource, 'recording_date' | 'digest'>,
  boundary_hour = NIGHT_BOUNDARY_HOURS,
): string[] {
  const { sessions, named_night, utc_offset_minutes } = source.digest;
  if (sessions !== null && sessions.length > 0) {
    return [
      ...new Set(sessions.map((session) => nightOf(session.start, session.utc_offset_minutes, boundary_hour))),
    ].sort(compare);
  }
  return [named_night ?? nightOf(source.recording_date, utc_offset_minutes, boundary_hour)];
}

/** A source's part of one night. */
interface Part {
  source: NightSource;
  sessions: SessionDigest[];
  /** Whether all of the source lies in this night, so that its own values are values of the night. */
  whole: boolean;
}

/**
 * Puts a night together from the records that have a part in it. Pure and the same whatever the order they came in.
 * @param night `YYYY-MM-DD`
 * @returns `null` when no record has a part in it
 */
export function assembleNight(
  night: string,
  sources: readonly NightSource[],
  boundary_hour = NIGHT_BOUNDARY_HOURS,
): AssembledNight | null {
  const parts = [...sources]
    .sort((a, b) => compare(a.record_id, b.record_id))
    .filter((source) => nightsOf(source, boundary_hour).includes(night))
    .map((source) => partOf(source, night, boundary_hour));
  const main = mainPart(parts);
  if (!main) return null;
  const sessions = parts
    .flatMap(({ source, sessions: own }) => own.map((digest) => ({ source, digest })))
    .sort(
      (a, b) => a.digest.start.getTime() - b.digest.start.getTime() || compare(a.source.record_id, b.source.record_id),
    );
  const therapy = sessions.filter(({ digest }) => digest.kind === 'therapy');
  const leak = leakOf(parts, main);
  const computed = computeNight(
    therapy.map(({ digest }) => digest),
    leak.together,
  );
  const used = parts.some(({ source }) => source.digest.sessions !== null);
  const { source } = main;
  return {
    night,
    boundary_hour,
    ...timesOf(
      sessions.map(({ digest }) => digest),
      source,
    ),
    sessions: placeSessions(sessions),
    ...computed.values,
    // a day of which only the device's own values came: how long it was used we have not seen
    usage_minutes: used ? computed.values.usage_minutes : null,
    coverage: computed.coverage,
    overlapping: computed.overlapping,
    device_reported: parts.length === 1 ? reportedBy(main) : null,
    leak_type: leak.leak_type,
    leak_limit_l_min: leak.leak_limit_l_min,
    mode: source.mode,
    settings: source.settings,
    mask: maskOf(source),
    devices: devicesOf(parts),
    record_ids: parts.map((part) => part.source.record_id),
    excluded: false,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function partOf(source: NightSource, night: string, boundary_hour: number): Part {
  const all = source.digest.sessions ?? [];
  const sessions = all.filter((one) => nightOf(one.start, one.utc_offset_minutes, boundary_hour) === night);
  return { source, sessions, whole: sessions.length === all.length };
}

/** The part with the most therapy: its settings are the night's. Of equal ones the first by record. */
function mainPart(parts: readonly Part[]): Part | undefined {
  const used = ({ sessions }: Part) =>
    sessions.reduce((sum, { kind, start, end }) => sum + (kind === 'therapy' ? end.getTime() - start.getTime() : 0), 0);
  return parts.reduce<Part | undefined>((best, part) => (best && used(best) >= used(part) ? best : part), undefined);
}

/** From the first session's start to the last one's end; a day without sessions is a moment. */
function timesOf(sessions: readonly SessionDigest[], source: NightSource) {
  const [first] = sessions;
  if (!first) {
    const { recording_date } = source;
    const { utc_offset_minutes } = source.digest;
    return {
      start: recording_date,
      end: recording_date,
      utc_offset_minutes,
      clock: [{ at: recording_date, utc_offset_minutes }],
    };
  }
  const end = new Date(Math.max(...sessions.map((session) => session.end.getTime())));
  const { start, utc_offset_minutes } = first;
  return { start, end, utc_offset_minutes, clock: clockOf(sessions) };
}

/** The offset from each instant on; an entry only where it changes. */
function clockOf(sessions: readonly SessionDigest[]): ClockChange[] {
  const clock: ClockChange[] = [];
  const said = sessions
    .flatMap(({ start, utc_offset_minutes, clock_changes }) => [{ at: start, utc_offset_minutes }, ...clock_changes])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const change of said) {
    if (clock.at(-1)?.utc_offset_minutes !== change.utc_offset_minutes) clock.push(change);
  }
  return clock;
}

function placeSessions(sessions: readonly { source: NightSource; digest: SessionDigest }[]): AssembledSession[] {
  const therapy = sessions.filter(({ digest }) => digest.kind === 'therapy');
  const naps = napsAmong(therapy.map(({ digest }) => digest));
  return sessions.map((session) => {
    const { source, digest } = session;
    const { start, end, utc_offset_minutes, counts } = digest;
    const nap = naps[therapy.indexOf(session)] ?? false;
    return {
      record_id: source.record_id,
      modality: source.modality,
      device_id: source.device_id,
      start,
      end,
      utc_offset_minutes,
      end_utc_offset_minutes: digest.clock_changes.at(-1)?.utc_offset_minutes ?? utc_offset_minutes,
      kind: digest.kind === 'mask_fit' ? 'mask_fit' : nap ? 'nap' : 'therapy',
      event_count: digest.event_count,
      breathing_event_count: counts && totalEvents(counts),
      signal_minutes: digest.signal_ms / 60_000,
      excluded: false,
    };
  });
}

/** Kind and limit of the night's leak. Total and unintentional leak never come together under one name. */
function leakOf(
  parts: readonly Part[],
  main: Part,
): { together: boolean } & Pick<AssembledNight, 'leak_type' | 'leak_limit_l_min'> {
  const withLeak = parts.filter(({ sessions }) => sessions.some(({ leak }) => leak !== null));
  const types = new Set(withLeak.map(({ source }) => source.leak_type));
  const together = types.size <= 1;
  const type = withLeak.length > 0 ? withLeak[0]?.source.leak_type : main.source.leak_type;
  const limits = new Set((withLeak.length > 0 ? withLeak : [main]).map(({ source }) => limitOf(source)));
  const [limit = null] = limits;
  return {
    together,
    leak_type: together && (type === 'unintentional' || type === 'total') ? type : null,
    leak_limit_l_min: together && limits.size === 1 ? limit : null,
  };
}

function maskOf({ settings }: NightSource): string | null {
  return typeof settings.mask_type === 'string' ? settings.mask_type : null;
}

function limitOf(source: NightSource): number | null {
  return leakLimit({ leak_type: source.leak_type, make: source.device?.make ?? null, mask_type: maskOf(source) });
}

/** What the device reported for this night; nothing where its day is more than this night. */
function reportedBy({ source, whole }: Part): NightValues | null {
  const names = NIGHT_VALUES.filter((name) => source.summary[name] !== undefined);
  if (!whole || names.length === 0) return null;
  // every name of NIGHT_VALUES gets a value
  return Object.fromEntries(NIGHT_VALUES.map((name) => [name, source.summary[name] ?? null])) as NightValues;
}

function devicesOf(parts: readonly Part[]): AssembledNight['devices'] {
  const ids = [...new Set(parts.map(({ source }) => source.device_id))];
  return ids.map((device_id) => {
    const own = parts.filter(({ source }) => source.device_id === device_id);
    const [only] = own;
    const said = (name: 'make' | 'model' | 'serial' | 'firmware') =>
      own.map(({ source }) => source.device?.[name] ?? null).find((text) => text !== null) ?? null;
    return {
      device_id,
      make: said('make'),
      model: said('model'),
      serial: said('serial'),
      firmware: said('firmware'),
      device_reported: own.length === 1 && only ? reportedBy(only) : null,
    };
  });
}
