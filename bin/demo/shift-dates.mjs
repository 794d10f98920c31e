const DAY_MS = 86_400_000;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})[+-]\d{2}:\d{2}$/;

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

/** A device's local time as text, as many days later at the same hour, with the offset its zone has then. */
function shiftLocalTime(text, days, timezone) {
  const [, date, time] = LOCAL_TIME.exec(text);
  const local = `${addDays(date, days)}T${time}`;
  const guess = zoneOffset(timezone, new Date(`${local}Z`));
  return local + zoneOffset(timezone, new Date(local + guess));
}

/**
 * An upload moved by whole days: every time keeps its hour at the place, and dates inside `source_id` move along.
 * Samples are shared with the original, which stays as it is.
 */
export function shiftUpload(upload, days) {
  const move = (text) => shiftLocalTime(text, days, upload.timezone);
  const moveSession = (session) => ({
    ...session,
    start: move(session.start),
    end: move(session.end),
    ...(session.events && { events: session.events.map((event) => ({ ...event, start: move(event.start) })) }),
  });
  return {
    ...upload,
    source_id: upload.source_id.replace(/\d{4}-\d{2}-\d{2}/g, (date) => addDays(date, days)),
    ...(upload.recording_date && { recording_date: move(upload.recording_date) }),
    sent_at: move(upload.sent_at),
    ...(upload.therapy && { therapy: { ...upload.therapy, sessions: upload.therapy.sessions.map(moveSession) } }),
  };
}
