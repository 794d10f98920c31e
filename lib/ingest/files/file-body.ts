import { cleanLine } from '@/lib/formats/common/text';
import { offsetText } from '@/lib/formats/common/written-time';
import type { MeasurementName, Recording, WrittenTime } from '@/lib/formats/recording';
import type { Warning } from '@/lib/recordings/contracts';

/** What a file says, in the fields of an upload, with what could not be carried over into them. */
export interface FileBody {
  body: Record<string, unknown>;
  warnings: Warning[];
}

const LONGEST = { line: 100, statement: 500, statements: 100 };
const INTERVAL_MS = { min: 0, max: 5000 };
const AXIS_DEG = { min: -360, max: 360 };

const RANGES = {
  heart_rate_bpm: { min: 0, max: 1000 },
  pr_ms: INTERVAL_MS,
  qrs_ms: INTERVAL_MS,
  qt_ms: INTERVAL_MS,
  qtc_ms: INTERVAL_MS,
  p_axis_deg: AXIS_DEG,
  qrs_axis_deg: AXIS_DEG,
  t_axis_deg: AXIS_DEG,
} as const;

const warning = (code: string, detail: string): Warning => ({ pointer: '/file', code, detail });

/** Fields that hold something; undefined when none does. */
function stated(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const short = (text: string | null) => cleanLine(text?.slice(0, LONGEST.line) ?? null);

/**
 * A written time in the form of an upload's: the local wall clock as written, with the offset only where the file has
 * one; seconds that were not written are 0. Undefined unless both date and time of day are there.
 */
function timeText(start: WrittenTime | null): string | undefined {
  if (start?.date == null || start.time === null) return undefined;
  const time = start.time.length === 5 ? `${start.time}:00` : start.time;
  const offset = start.utc_offset_minutes;
  return `${start.date}T${time}${offset === null ? '' : offsetText(offset)}`;
}

/** The device's own measurements of all leads together, the first of each name; those no heart can have are left out. */
function measurementsOf({ measurements }: Recording, warnings: Warning[]): Record<string, unknown> | undefined {
  const valueNamed = (name: MeasurementName) =>
    measurements.find((one) => one.name === name && one.lead === null)?.value ?? null;
  const fields: Record<string, unknown> = {};
  for (const [name, { min, max }] of Object.entries(RANGES)) {
    // the keys of RANGES are names of measurements
    const value = valueNamed(name as keyof typeof RANGES);
    if (value !== null && value >= min && value <= max) fields[name] = value;
    else if (value !== null)
      warnings.push(warning('implausible_measurement', `The file’s ${name} is no possible value.`));
  }
  for (const formula of ['bazett', 'fridericia'] as const) {
    const value = valueNamed(`qtc_${formula}_ms`);
    if (fields.qtc_ms === undefined && value !== null && value >= INTERVAL_MS.min && value <= INTERVAL_MS.max) {
      Object.assign(fields, { qtc_ms: value, qtc_formula: formula });
    }
  }
  return stated(fields);
}

/** What the device says of the trace. What a person said of it is no statement of the device and stays in the details. */
function statementsOf(recording: Recording, warnings: Warning[]): string[] | undefined {
  const said = recording.statements.filter(({ origin }) => origin !== 'reader');
  if (said.length < recording.statements.length)
    warnings.push(warning('reader_statements', 'The file also holds what a reader said; see its details.'));
  const texts = said.flatMap(({ text, code }) => text?.trim() || code?.trim() || []);
  const kept = texts.slice(0, LONGEST.statements).map((text) => text.slice(0, LONGEST.statement));
  if (kept.length < texts.length || kept.some((text, index) => text !== texts[index]))
    warnings.push(warning('statements_cut', 'The file holds more or longer statements; see its details.'));
  return kept.length === 0 ? undefined : kept;
}

/**
 * What a recording file says of patient, time, device and measurements, as the body of an upload would say it, to be
 * checked as every other body is. What the file does not say is absent.
 */
export function fileBody(recording: Recording): FileBody {
  const { patient, device } = recording;
  const warnings: Warning[] = [];
  const body = stated({
    patient_id: patient.patient_id,
    patient: stated({
      family_name: short(patient.family_name),
      given_name: short(patient.given_name),
      birth_date: patient.birth_date,
      sex: patient.sex,
    }),
    recording_date: timeText(recording.start),
    device: stated({
      make: short(device.make),
      model: short(device.model),
      serial: short(device.serial),
      firmware: short(device.firmware),
    }),
    measurements: measurementsOf(recording, warnings),
    statements: statementsOf(recording, warnings),
  });
  return { body: body ?? {}, warnings };
}
