const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DEVICE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})([+-]\d{2}:\d{2})?$/;

/** The day at which clocks start again that have lost their battery: what is dated so stays so. */
const CLOCK_RESET_DAY = '2000-01-01';

/** Whether a device's time comes from a clock that was reset. */
export function clockWasReset(text) {
  return text.startsWith(CLOCK_RESET_DAY);
}

/** The calendar date some days later. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one calendar date to another. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function zoneOffset(timezone, instant) {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName').value;
  return name === 'GMT' ? '+00:00' : name.slice('GMT'.length);
}

/** An instant (ms since 1970) as the time at a place. */
function writeLocalTime(epochMs, timezone) {
  const offset = zoneOffset(timezone, new Date(epochMs));
  const [hours, minutes] = offset.split(':').map(Number);
  const eastMs = (hours * 60 + (offset.startsWith('-') ? -minutes : minutes)) * MINUTE_MS;
  return new Date(epochMs + eastMs).toISOString().slice(0, 19) + offset;
}

/**
 * A device's local time as text, as many days later at the same hour, with the offset its zone has then. A time without
 * an offset stays one without. In the hour that the clocks skip the time from before the change holds.
 */
function shiftLocalTime(text, days, timezone) {
  if (clockWasReset(text)) return text;
  const [, date, time, offset] = DEVICE_TIME.exec(text);
  const local = `${addDays(date, days)}T${time}`;
  if (offset === undefined) return local;
  const guess = zoneOffset(timezone, new Date(`${local}Z`));
  return local + zoneOffset(timezone, new Date(local + guess));
}

/**
 * Moves a night as a whole: its first session keeps its hour at the place, everything else its distance from that. A
 * night on which the clocks change so lasts as long as the one it was made of.
 */
function shiftSessions(sessions, days, timezone) {
  const first = sessions[0]?.start;
  const moved = first && shiftLocalTime(first, days, timezone);
  const elapsedMs = Date.parse(moved) - Date.parse(first);
  const naive = first && DEVICE_TIME.exec(first)[3] === undefined;
  const move = (text) =>
    naive ? shiftLocalTime(text, days, timezone) : writeLocalTime(Date.parse(text) + elapsedMs, timezone);
  return sessions.map((session) => ({
    ...session,
    start: move(session.start),
    end: move(session.end),
    ...(session.events && { events: session.events.map((event) => ({ ...event, start: move(event.start) })) }),
  }));
}

/**
 * An upload moved by whole days: its time keeps its hour at the place, and dates inside `source_id` move along.
 * Samples are shared with the original, which stays as it is.
 */
export function shiftUpload(upload, days) {
  const move = (text) => shiftLocalTime(text, days, upload.timezone);
  const moveDate = (date) => (clockWasReset(date) ? date : addDays(date, days));
  const { therapy } = upload;
  return {
    ...upload,
    source_id: upload.source_id.replace(/\d{4}-\d{2}-\d{2}/g, moveDate),
    ...(upload.recording_date && { recording_date: move(upload.recording_date) }),
    ...(upload.night && { night: moveDate(upload.night) }),
    sent_at: move(upload.sent_at),
    ...(therapy && { therapy: { ...therapy, sessions: shiftSessions(therapy.sessions, days, upload.timezone) } }),
  };
}
