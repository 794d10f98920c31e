import { dateOfDay, dayNumber, dayPosition } from '@/lib/patients/domain/timeline';
import type { ReportInputs } from './report-inputs';

/** The longest range: what one page can show night by night. */
export const MOST_DAYS = 366;

/** More are no longer one page's worth. */
export const MOST_ECGS = 500;

/** Days of a range, both ends included. */
export const daysOf = ({ from, to }: ReportInputs['range']): number => dayNumber(to) - dayNumber(from) + 1;

/** The date of an instant in a zone. */
export const dateAt = (instant: string, timeZone: string): string => dateOfDay(dayPosition(instant, timeZone));

/**
 * The nights that count: those of the range that can be over when the report is made. Tonight is not.
 * @returns the last of them and how many there are; none before the first night is over
 */
export function nightsOver(range: ReportInputs['range'], madeAt: string, timeZone: string) {
  const yesterday = dayNumber(dateAt(madeAt, timeZone)) - 1;
  const last = Math.min(dayNumber(range.to), yesterday);
  return { last: dateOfDay(last), count: Math.max(0, last - dayNumber(range.from) + 1) };
}

/**
 * Whether an ECG is of the range: from midnight of its first date to the end of its last night on the next day, so that
 * the ECG of the morning after counts with the night.
 */
export function isWithin(recordingDate: string, range: ReportInputs['range'], timeZone: string, boundaryHour: number) {
  const position = dayPosition(recordingDate, timeZone);
  return position >= dayNumber(range.from) && position < dayNumber(range.to) + 1 + boundaryHour / 24;
}
