import { MAX_FACTS } from '../common/limits';
import { cleanLine, cleanText, decimal, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { timeOfIso } from '../common/written-time';
import { descendants, find, findAll, textAt, type XmlElement } from '../common/xml';
import { canonicalLead } from '../leads';
import type {
  Measurement,
  MeasurementName,
  RecordedFilters,
  RecordedPatient,
  RecordingDevice,
  Statement,
  WrittenTime,
} from '../recording';

const GLOBAL_NAMES = new Map<string, MeasurementName>([
  ['meanventrate', 'heart_rate_bpm'],
  ['atrialrate', 'atrial_rate_bpm'],
  ['meanprint', 'pr_ms'],
  ['meanqrsdur', 'qrs_ms'],
  ['meanqtint', 'qt_ms'],
  ['meanqtc', 'qtc_ms'],
  ['pfrontaxis', 'p_axis_deg'],
  ['qrsfrontaxis', 'qrs_axis_deg'],
  ['tfrontaxis', 't_axis_deg'],
]);

const GLOBAL_UNITS: readonly [RegExp, string][] = [
  [/_bpm$/, '/min'],
  [/_deg$/, 'deg'],
  [/_ms$/, 'ms'],
];

/** When the ECG was acquired. */
export function readStart(root: XmlElement, warnings: Warnings): WrittenTime | null {
  const acquisition = find(root, 'dataacquisition');
  const [date, time] = [acquisition?.attributes.get('date'), acquisition?.attributes.get('time')];
  if (date === undefined || date === '') return null;
  const start = timeOfIso(time === undefined || time === '' ? date : `${date}T${time}`);
  if (start === null) warnings.add('invalid_date', 'The time of acquisition does not exist.');
  return start;
}

/** Who the file says the patient is. */
export function readPatient(root: XmlElement): RecordedPatient {
  const patient = find(root, 'patient/generalpatientdata');
  const years = decimal(textAt(patient, 'age/years'));
  const given = [textAt(patient, 'name/firstname'), textAt(patient, 'name/middlename')];
  return {
    patient_id: cleanLine(textAt(patient, 'patientid')),
    family_name: cleanLine(textAt(patient, 'name/lastname')),
    given_name: cleanLine(given.join(' ')),
    birth_date: timeOfIso(textAt(patient, 'age/dateofbirth'))?.date ?? null,
    sex: sexOf(textAt(patient, 'sex')),
    age: years === null ? null : { value: years, unit: 'years' },
  };
}

/** The machine; the format is of one maker, whose name stands in it. */
export function readDevice(root: XmlElement): RecordingDevice {
  const machine = find(root, 'dataacquisition/machine');
  return {
    make: 'Philips',
    model: cleanLine(machine?.text),
    serial: cleanLine(machine?.attributes.get('machineid')),
    firmware: cleanLine(machine?.attributes.get('detaildescription')),
  };
}

/** The band of the signal as stored; the report's filters are those of its drawing. */
export function readFilters(root: XmlElement): RecordedFilters {
  const signal = find(root, 'dataacquisition/signalcharacteristics');
  const [low, high] = textAt(signal, 'signalbandwidth')?.split('-') ?? [];
  const notched = textAt(signal, 'notchfiltered')?.trim() === 'True';
  return {
    high_pass_hz: decimal(textAt(signal, 'hipass') ?? low),
    low_pass_hz: decimal(textAt(signal, 'lowpass') ?? high),
    notch_hz: notched ? decimal(textAt(signal, 'notchfilterfreqs') ?? textAt(signal, 'acsetting')) : null,
  };
}

/** Global and per-lead measurements; values that are words (`Indeterminate`, `Failed`) are missing. */
export function readMeasurements(root: XmlElement): Measurement[] {
  const set = find(root, 'measurements') ?? find(root, 'internalmeasurements');
  const global = find(set, 'globalmeasurements') ?? find(set, 'crossleadmeasurements');
  const found: Measurement[] = (global?.children ?? []).flatMap((element) => {
    const name = GLOBAL_NAMES.get(element.name);
    const value = decimal(element.text);
    if (name === undefined || value === null) return [];
    const unit = GLOBAL_UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
    return [{ name, source: element.name, value, unit, lead: null }];
  });
  for (const lead of findAll(set, 'leadmeasurements/leadmeasurement')) {
    const label = lead.attributes.get('leadname')?.trim() ?? '';
    for (const { name: source, text } of lead.children) {
      const value = decimal(text);
      if (value === null || found.length >= MAX_FACTS) continue;
      found.push({ name: null, source, value, unit: leadUnit(source), lead: canonicalLead(label) ?? label });
    }
  }
  return found;
}

/** Amplitudes are in µV, durations and intervals in ms; the rest states no unit. */
function leadUnit(source: string): string | null {
  if (/amp$|ppk$|^st(on|mid|end|80)$/.test(source)) return 'uV';
  return /dur$|int$|seg$|^vat$/.test(source) ? 'ms' : null;
}

/** Statements of the interpretation with the severity, and who signed it where a person did. */
export function readStatements(root: XmlElement): Statement[] {
  const statements: Statement[] = [];
  for (const interpretation of findAll(root, 'interpretations/interpretation')) {
    const signed = cleanText(textAt(interpretation, 'mdsignatureline')) !== null;
    for (const element of descendants(interpretation)) {
      if (element.name === 'severity') {
        statements.push({
          text: cleanText(element.text),
          code: cleanLine(element.attributes.get('code')),
          origin: signed ? null : 'device',
        });
      }
      if (element.name !== 'statement' || statements.length >= MAX_FACTS) continue;
      const text = [cleanText(textAt(element, 'leftstatement')), cleanText(textAt(element, 'rightstatement'))];
      const edited = element.attributes.get('editedflag') === 'True';
      statements.push({
        text: text.filter((part) => part !== null).join('; ') || null,
        code: cleanLine(textAt(element, 'statementcode')),
        // A signature confirms all of them, an edit changes some: then it is not told apart any more.
        origin: signed || edited ? null : 'device',
      });
    }
  }
  return statements.filter(({ text, code }) => text !== null || code !== null);
}
