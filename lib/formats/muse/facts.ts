import { MAX_FACTS } from '../common/limits';
import { cleanLine, cleanText, decimal, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { dateText, timeText, writtenTime } from '../common/written-time';
import { find, findAll, textAt, type XmlElement } from '../common/xml';
import type {
  AnnotationTrack,
  Measurement,
  MeasurementName,
  RecordedPatient,
  RecordingDevice,
  Statement,
  WrittenTime,
} from '../recording';

/** The elements of `RestingECGMeasurements` that are intervals, rates and axes. */
const MEASUREMENTS: readonly { element: string; name: MeasurementName; unit: string }[] = [
  { element: 'VentricularRate', name: 'heart_rate_bpm', unit: '/min' },
  { element: 'AtrialRate', name: 'atrial_rate_bpm', unit: '/min' },
  { element: 'PRInterval', name: 'pr_ms', unit: 'ms' },
  { element: 'QRSDuration', name: 'qrs_ms', unit: 'ms' },
  { element: 'QTInterval', name: 'qt_ms', unit: 'ms' },
  { element: 'QTCorrected', name: 'qtc_ms', unit: 'ms' },
  { element: 'QTcFrederica', name: 'qtc_fridericia_ms', unit: 'ms' },
  { element: 'PAxis', name: 'p_axis_deg', unit: 'deg' },
  { element: 'RAxis', name: 'qrs_axis_deg', unit: 'deg' },
  { element: 'TAxis', name: 't_axis_deg', unit: 'deg' },
];

const AGE_UNITS = ['years', 'months', 'weeks', 'days', 'hours'] as const;

/** Who the file says the patient is. */
export function readPatient(root: XmlElement, warnings: Warnings): RecordedPatient {
  const patient = find(root, 'PatientDemographics');
  const age = decimal(textAt(patient, 'PatientAge'));
  const unit = AGE_UNITS.find((one) => one === (textAt(patient, 'AgeUnits') ?? 'years').trim().toLowerCase());
  return {
    patient_id: cleanLine(textAt(patient, 'PatientID')),
    family_name: cleanLine(textAt(patient, 'PatientLastName')),
    given_name: cleanLine(textAt(patient, 'PatientFirstName')),
    birth_date: readDate(textAt(patient, 'DateofBirth'), warnings),
    sex: sexOf(textAt(patient, 'Gender')),
    age: age === null || unit === undefined ? null : { value: age, unit },
  };
}

/** The acquiring device. */
export function readDevice(root: XmlElement): RecordingDevice {
  const test = find(root, 'TestDemographics');
  return {
    make: 'GE',
    model: cleanLine(textAt(test, 'AcquisitionDevice')),
    serial: cleanLine(textAt(test, 'CartNumber')),
    firmware: cleanLine(textAt(test, 'AcquisitionSoftwareVersion')),
  };
}

/** When the ECG was acquired; local time, a zone is never given. */
export function readStart(root: XmlElement, warnings: Warnings): WrittenTime | null {
  const test = find(root, 'TestDemographics');
  const [written, clock] = [textAt(test, 'AcquisitionDate'), textAt(test, 'AcquisitionTime')];
  const [, hour, minute, second] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(clock?.trim() ?? '') ?? [];
  const seconds = second === undefined ? undefined : Number(second);
  const time = hour === undefined ? null : timeText(Number(hour), Number(minute), seconds);
  return writtenTime({ date: readDate(written, warnings), time }, warnings, written !== undefined);
}

/** `MM-DD-YYYY` in most sites, `DD-MM-YYYY` in some: a part above 12 decides, else the month is taken to stand first. */
function readDate(text: string | undefined, warnings: Warnings): string | null {
  const [, first, second, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text?.trim() ?? '') ?? [];
  if (year === undefined) return null;
  const [a, b] = [Number(first), Number(second)];
  if (a > 12) return dateText(Number(year), b, a);
  if (b <= 12 && a !== b) {
    warnings.add('ambiguous_date', 'A date can be read as month-day or as day-month; the month was taken first.');
  }
  return dateText(Number(year), a, b);
}

/** What the machine measured; where only the edited values are there, those. */
export function readMeasurements(root: XmlElement): Measurement[] {
  const set = find(root, 'OriginalRestingECGMeasurements') ?? find(root, 'RestingECGMeasurements');
  return MEASUREMENTS.flatMap(({ element, name, unit }) => {
    const value = decimal(textAt(set, element));
    return value === null ? [] : [{ name, source: `${set?.name}/${element}`, value, unit, lead: null }];
  });
}

/** The machine's lines and those after editing, where they differ. */
export function readStatements(root: XmlElement): Statement[] {
  const original = linesOf(find(root, 'OriginalDiagnosis'));
  const edited = linesOf(find(root, 'Diagnosis'));
  const machine = original.map((text): Statement => ({ text, code: null, origin: 'device' }));
  if (edited.join('\n') === original.join('\n')) return machine;
  const origin = original.length > 0 ? 'reader' : null;
  return [...machine, ...edited.map((text): Statement => ({ text, code: null, origin }))];
}

/** Pieces of text up to one that ends its line. */
function linesOf(diagnosis: XmlElement | undefined): string[] {
  const lines: string[] = [];
  let line = '';
  for (const statement of findAll(diagnosis, 'DiagnosisStatement').slice(0, MAX_FACTS)) {
    line = `${line} ${textAt(statement, 'StmtText') ?? ''}`;
    const flags = findAll(statement, 'StmtFlag').map(({ text }) => text.trim());
    if (!flags.includes('ENDSLINE')) continue;
    lines.push(line);
    line = '';
  }
  return [...lines, line].flatMap((one) => cleanText(one) ?? []);
}

/** The beats of the rhythm as the machine found them, in its samples. */
export function readBeats(root: XmlElement): AnnotationTrack[] {
  const base = decimal(textAt(root, 'RestingECGMeasurements/ECGSampleBase'));
  const exponent = decimal(textAt(root, 'RestingECGMeasurements/ECGSampleExponent')) ?? 0;
  const beats = findAll(root, 'QRSTimesTypes/QRS').flatMap((beat) => {
    const at = decimal(textAt(beat, 'Time'));
    return at === null || at < 0 ? [] : [{ at, type: cleanLine(textAt(beat, 'Type')) ?? '' }];
  });
  const hz = base === null ? null : base * 10 ** exponent;
  if (beats.length === 0 || hz === null || !Number.isInteger(hz) || hz < 1 || hz > 100_000) return [];
  return [
    {
      name: 'QRSTimesTypes',
      clock: { numerator: hz, denominator: 1 },
      block: null,
      at: Float64Array.from(beats, ({ at }) => at),
      duration: beats.map(() => null),
      code: beats.map(({ type }) => `type ${type}`),
      text: beats.map(() => null),
      lead: beats.map(() => null),
      wfdb: null,
    },
  ];
}
