import { cleanLine, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { dateText, timeText, writtenTime } from '../common/written-time';
import type { RecordedPatient, RecordingDevice, WrittenTime } from '../recording';
import type { EdfHeader } from './header';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const NAMED_DATE = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/;

function namedDate(text: string | undefined): string | null {
  const [, day, month, year] = NAMED_DATE.exec(text ?? '') ?? [];
  return dateText(Number(year), MONTHS.indexOf(month?.toUpperCase() ?? '') + 1, Number(day));
}

/** A part of an EDF+ field: `X` is unknown, blanks are written as underscores. */
function part(text: string | undefined): string | null {
  return text === undefined || text === 'X' ? null : cleanLine(text.replaceAll('_', ' '));
}

/** The patient field of EDF+: code, sex, birth date, name. Free text of plain EDF is not guessed at. */
export function readPatientField(text: string, warnings: Warnings): RecordedPatient {
  const [code, sex, birth, name] = text.split(/\s+/);
  const structured = /^[MFX]$/.test(sex ?? '') && (birth === 'X' || NAMED_DATE.test(birth ?? ''));
  if (!structured && text !== '') warnings.add('ignored', 'The patient field is free text and was not taken apart.');
  return {
    patient_id: structured ? part(code) : null,
    family_name: structured ? part(name) : null,
    given_name: null,
    birth_date: structured ? namedDate(birth) : null,
    sex: structured && sex !== 'X' ? sexOf(sex) : null,
    age: null,
  };
}

/** The recording field: `Startdate`, a date, administration code, technician, equipment; ResMed adds `SRN=`. */
export function readEquipment(text: string): RecordingDevice {
  const [start, , , , equipment] = text.split(/\s+/);
  const serial = /(?:^|\s)SRN=(\S+)/.exec(text)?.[1];
  const isSerial = equipment?.startsWith('SRN=') ?? false;
  return {
    make: null,
    model: start === 'Startdate' && !isSerial ? part(equipment) : null,
    serial: cleanLine(serial),
    firmware: null,
  };
}

/**
 * The start of the file: `dd.mm.yy`, where 85 to 99 are the last century, and `hh.mm.ss`. The full year of EDF+ wins
 * where the last two digits agree.
 */
export function readStart(header: EdfHeader, warnings: Warnings): WrittenTime | null {
  const [, day, month, short] = /^(\d{2})\.(\d{2})\.(\d{2})$/.exec(header.date) ?? [];
  const [, hour, minute, second] = /^(\d{2})[.:](\d{2})[.:](\d{2})$/.exec(header.time) ?? [];
  const full = namedDate(header.recording.split(/\s+/)[1]);
  const year = Number(short) + (Number(short) >= 85 ? 1900 : 2000);
  const plain = dateText(year, Number(month), Number(day));
  const date = full !== null && full.slice(5) === `${month}-${day}` ? full : plain;
  const time = hour === undefined ? null : timeText(Number(hour), Number(minute), Number(second));
  return writtenTime({ date, time }, warnings, true);
}
