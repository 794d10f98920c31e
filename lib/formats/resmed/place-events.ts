import type { CardEdf } from './card-edf';
import { MINUTE_MS } from './clock';
import type { CardSeries } from './device';
import { type CardEvent, type CardMarks, readBreathing, readEvents } from './events';
import type { CardSession } from './sessions';

/** A file of marks; `edf: null` for one that cannot be read, which stands where its name says. */
export interface MarkFile {
  start_ms: number;
  edf: CardEdf | null;
}

/** What is known of the events of one session. */
export interface SessionEvents {
  /** In order of time; `null` when it is not known whether they are all there. */
  events: CardEvent[] | null;
  /** Whether the device looks for periodic breathing in it. */
  breathing_scored: boolean;
}

/** The files of a block begin within seconds; the file of events is the first. */
const [BEGINS_BEFORE_MS, BEGINS_AFTER_MS] = [2 * MINUTE_MS, MINUTE_MS];

/**
 * Events by session. Series 10 writes one file for all that follows it, series 11 one a block. A session that no file
 * covers, or a damaged one, has events that are not known: an apnoea that was lost must not become one that was not.
 */
export function placeEvents(
  series: CardSeries,
  sessions: readonly CardSession[],
  files: { events: readonly MarkFile[]; breathing: readonly MarkFile[] },
): { sessions: SessionEvents[]; stray: number } {
  const endOf = (at: number) => sessions[homeOf(sessions, at) ?? -1]?.end_ms ?? at;
  const events = files.events.map((file) => marksOf(file, readEvents));
  const breathing = files.breathing.map((file) => marksOf(file, (edf) => readBreathing(edf, endOf)));
  const strays = [...events, ...breathing].flatMap((mark) => mark.events ?? []);
  const stray = strays.filter((event) => homeOf(sessions, endOfEvent(event)) === null).length;
  const placed = sessions.map((session, index) => {
    const own = ({ events: all }: CardMarks) =>
      (all ?? []).filter((event) => homeOf(sessions, endOfEvent(event)) === index);
    const scored = coverage(series, session, breathing);
    const known = coverage(series, session, events) === 'known' && scored !== 'damaged';
    const list = [...events.flatMap(own), ...breathing.flatMap(own)];
    return {
      events: known ? list.sort((a, b) => a.start_ms - b.start_ms) : null,
      breathing_scored: scored === 'known',
    };
  });
  return { sessions: placed, stray };
}

const endOfEvent = ({ start_ms, duration_ms }: CardEvent) => start_ms + duration_ms;

function marksOf({ start_ms, edf }: MarkFile, read: (edf: CardEdf) => CardMarks): CardMarks {
  return edf === null ? { start_ms, events: null } : read(edf);
}

/** A mark may come this much after the mask is off: the summary's minutes are whole ones. */
const AFTER_MASK_OFF_MS = MINUTE_MS;

/** The session of a mark, by its place; `null` for a mark of a time that no session is known of. */
function homeOf(sessions: readonly CardSession[], at_ms: number): number | null {
  const index = sessions.findLastIndex(({ start_ms }) => start_ms <= at_ms);
  return at_ms <= (sessions[index]?.end_ms ?? Number.NEGATIVE_INFINITY) + AFTER_MASK_OFF_MS ? index : null;
}

/** Whether files of marks tell all of a session, are damaged, or say nothing of it. */
function coverage(
  series: CardSeries,
  { start_ms, end_ms }: CardSession,
  marks: readonly CardMarks[],
): 'known' | 'damaged' | 'none' {
  const begun = marks.filter((mark) => mark.start_ms <= start_ms + BEGINS_AFTER_MS);
  const first = [...begun].sort((a, b) => b.start_ms - a.start_ms)[0];
  if (!first || (series === 11 && first.start_ms < start_ms - BEGINS_BEFORE_MS)) return 'none';
  const within = marks.filter((mark) => mark.start_ms > first.start_ms && mark.start_ms < end_ms);
  return [first, ...within].every(({ events }) => events !== null) ? 'known' : 'damaged';
}
