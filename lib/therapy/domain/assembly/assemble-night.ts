import type { ClockChange, SessionDigest } from '../digest/digest-session';
import { pooledIndices, totalEvents } from '../indices';
import { NIGHT_BOUNDARY_HOURS, nightOf } from '../night';
import { type Exclusion, type ExclusionNote, exclusionOf } from './exclusions';
import {
  devicesOf,
  isCounted,
  isTouched,
  leakOf,
  mainPart,
  maskOf,
  type Part,
  type Placed,
  partOf,
  reportedBy,
  therapyOf,
} from './night-parts';
import type { AssembledNight, AssembledSession, NightSource } from './night-types';
import { computeNight } from './night-values';
import { napsAmong } from './session-kinds';

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

/**
 * Puts a night together from the records that have a part in it. Pure and the same whatever the order they came in.
 * What a person excluded is listed and counts for nothing (PAP-7).
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
  const counted = parts.filter(({ counts }) => counts);
  const main = mainPart(counted) ?? mainPart(parts);
  if (!main) return null;
  const sessions = parts
    .flatMap((part) => part.sessions)
    .sort(
      (a, b) => a.digest.start.getTime() - b.digest.start.getTime() || compare(a.source.record_id, b.source.record_id),
    );
  const leak = leakOf(counted, main);
  const computed = computeNight(therapyOf(sessions.filter(isCounted)), leak.together);
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
    usage_minutes: isUsed(counted) ? computed.values.usage_minutes : null,
    coverage: computed.coverage,
    overlapping: computed.overlapping,
    device_reported: counted.length === 1 ? reportedBy(main) : null,
    leak_type: leak.leak_type,
    leak_limit_l_min: leak.leak_limit_l_min,
    mode: source.mode,
    settings: source.settings,
    mask: maskOf(source),
    devices: devicesOf(parts),
    record_ids: parts.map((part) => part.source.record_id),
    excluded: counted.length === 0,
    exclusion: counted.length === 0 ? firstNote(sessions, parts) : null,
    with_excluded: wholeUse(parts, sessions),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Whether sessions were sent, if only to say that there were none. */
const isUsed = (parts: readonly Part[]) => parts.some(({ source }) => source.digest.sessions !== null);

/** Use as if nothing were excluded; null where nothing is. */
function wholeUse(parts: readonly Part[], sessions: readonly Placed[]): AssembledNight['with_excluded'] {
  if (!parts.some(isTouched)) return null;
  const [only, ...more] = parts;
  const reported = only?.whole && more.length === 0 ? only.source.summary.usage_minutes : undefined;
  return {
    usage_minutes: isUsed(parts) ? pooledIndices(therapyOf(sessions)).usage_minutes : null,
    device_usage_minutes: reported ?? null,
  };
}

const noteOf = (exclusion: Exclusion | null): ExclusionNote | null =>
  exclusion && { reason: exclusion.reason, author: exclusion.author, excluded_at: exclusion.excluded_at };

function firstNote(sessions: readonly Placed[], parts: readonly Part[]): ExclusionNote | null {
  const of = sessions.find(({ exclusion }) => exclusion !== null)?.exclusion;
  return noteOf(
    of ?? parts.map(({ source }) => exclusionOf(null, source.exclusions)).find((one) => one !== null) ?? null,
  );
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

function placeSessions(sessions: readonly Placed[]): AssembledSession[] {
  const therapy = sessions.filter((session) => session.digest.kind === 'therapy' && isCounted(session));
  const naps = napsAmong(therapy.map(({ digest }) => digest));
  return sessions.map((session) => {
    const { source, digest, exclusion } = session;
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
      excluded: exclusion !== null,
      exclusion: noteOf(exclusion),
    };
  });
}
