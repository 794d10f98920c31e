const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE_MS = 60_000;

interface LocalParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, extra: Intl.DateTimeFormatOptions, key: string): Intl.DateTimeFormat {
  const id = `${key}:${timeZone}`;
  const known = formatters.get(id);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...extra });
  formatters.set(id, made);
  return made;
}

const NUMERIC: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
};

function localParts(instant: string, timeZone: string): LocalParts {
  const parts = formatter(timeZone, NUMERIC, 'numeric').formatToParts(new Date(instant));
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
    second: value('second'),
  };
}

const two = (value: number) => String(value).padStart(2, '0');

function dateText(year: number, month: number, day: number): string {
  return `${day} ${MONTHS[month - 1] ?? '?'} ${year}`;
}

/** The calendar date of an ISO instant in a zone: `22 Nov 2026`. */
export function formatDate(instant: string, timeZone: string): string {
  const { year, month, day } = localParts(instant, timeZone);
  return dateText(year, month, day);
}

/** The 24 h time of an ISO instant in a zone: `08:14`, with `seconds` `08:14:07`. */
export function formatTime(instant: string, timeZone: string, seconds = false): string {
  const { hour, minute, second } = localParts(instant, timeZone);
  return `${two(hour)}:${two(minute)}${seconds ? `:${two(second)}` : ''}`;
}

/** The zone's name at an instant: `CET`, `GMT-5`. */
export function zoneName(instant: string, timeZone: string): string {
  const parts = formatter(timeZone, { timeZoneName: 'short' }, 'zone').formatToParts(new Date(instant));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** Minutes a zone is ahead of UTC at an instant. */
export function zoneOffsetMinutes(instant: string, timeZone: string): number {
  const local = localParts(instant, timeZone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return Math.round((asUtc - new Date(instant).getTime()) / MINUTE_MS);
}

/** An offset from UTC: `UTC+1`, `UTC−5`, `UTC+5:30`, `UTC`. */
export function formatOffset(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const sign = minutes < 0 ? '−' : '+';
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Date, time and named zone: `22 Nov 2026 08:14 CET`. */
export function formatDateTime(instant: string, timeZone: string, seconds = false): string {
  return `${formatDate(instant, timeZone)} ${formatTime(instant, timeZone, seconds)} ${zoneName(instant, timeZone)}`;
}

/** A plain calendar date `1952-03-14` as `14 Mar 1952`. */
export function formatPlainDate(date: string): string {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = date.split('-').map(Number);
  return dateText(year, month, day);
}

/** Full years between a birth date and the calendar date of `now` in a zone. */
export function ageYears(birthDate: string, now: string, timeZone: string): number {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = birthDate.split('-').map(Number);
  const today = localParts(now, timeZone);
  const beforeBirthday = today.month < month || (today.month === month && today.day < day);
  return today.year - year - (beforeBirthday ? 1 : 0);
}

/** An age as people read it: years, and months under two years (`14 Mar 1952` → `74 y`, a baby → `7 mo`). */
export function formatAge(birthDate: string, now: string, timeZone: string): string {
  const years = ageYears(birthDate, now, timeZone);
  if (years >= 2) return `${years} y`;
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = birthDate.split('-').map(Number);
  const today = localParts(now, timeZone);
  return `${(today.year - year) * 12 + today.month - month - (today.day < day ? 1 : 0)} mo`;
}

/** A span: `26 min`, `5 h 48 min`, `2 d`. */
export function formatSpan(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}
