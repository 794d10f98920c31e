import { FLAG_NAMES, type FlagName, type Patient, type PatientEdit, type PatientFlag } from '@/lib/patients/contracts';

/** A flag as typed. */
export interface FlagFields {
  value: PatientFlag['value'];
  date: string;
  source: string;
}

/** The form as typed: texts, empty where nothing stands. */
export interface EditFields {
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Patient['sex'];
  verified: boolean;
  flags: Record<FlagName, FlagFields>;
  therapy_start: string;
  therapy_start_source: string;
  diagnostic_ahi: string;
  diagnostic_ahi_date: string;
  diagnostic_ahi_source: string;
  /** `HH:00` */
  night_boundary: string;
}

const flagFields = ({ value, date, source }: PatientFlag): FlagFields => ({
  value,
  date: date ?? '',
  source: source ?? '',
});

/** An hour of the day as a clock shows it. */
const clockHour = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** The hours a night may begin at, as a clock shows them. */
export const NIGHT_BOUNDARIES = Array.from({ length: 24 }, (_, hour) => clockHour(hour));

/** The form with what is known of the patient. */
export function fieldsOf(patient: Patient): EditFields {
  const { therapy_start: start, diagnostic_ahi: ahi } = patient;
  const flags = FLAG_NAMES.map((name) => [name, flagFields(patient.flags[name])] as const);
  return {
    family_name: patient.family_name ?? '',
    given_name: patient.given_name ?? '',
    birth_date: patient.birth_date ?? '',
    sex: patient.sex,
    verified: patient.verified,
    // made of every flag's name just above
    flags: Object.fromEntries(flags) as EditFields['flags'],
    therapy_start: start?.value ?? '',
    therapy_start_source: start?.source ?? '',
    diagnostic_ahi: ahi ? String(ahi.value) : '',
    diagnostic_ahi_date: ahi?.date ?? '',
    diagnostic_ahi_source: ahi?.source ?? '',
    night_boundary: clockHour(patient.night_boundary_hour),
  };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Whether a text is empty or a date of the calendar, year first. */
function isDate(text: string): boolean {
  if (text === '') return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Why a form cannot be sent, by field; empty where it can. */
export function faultsIn(fields: EditFields): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const name of FLAG_NAMES) {
    const { value, source } = fields.flags[name];
    if (value !== 'unknown' && source.trim() === '') faults[`${name}_source`] = 'Name where this is taken from.';
  }
  const dates = {
    birth_date: fields.birth_date,
    therapy_start: fields.therapy_start,
    diagnostic_ahi_date: fields.diagnostic_ahi_date,
    ...Object.fromEntries(FLAG_NAMES.map((name) => [`${name}_date`, fields.flags[name].date])),
  };
  for (const [name, date] of Object.entries(dates)) {
    if (!isDate(date.trim())) faults[name] = 'A date as 1952-03-14.';
  }
  const ahi = Number(fields.diagnostic_ahi.replace(',', '.'));
  if (fields.diagnostic_ahi.trim() !== '' && !(ahi >= 0 && ahi <= 250))
    faults.diagnostic_ahi = 'A number from 0 to 250, events per hour.';
  return faults;
}

/** The form as the API takes it; only for a form without faults. */
export function editOf(fields: EditFields, revision: number): PatientEdit {
  const flags = FLAG_NAMES.map((name) => {
    const { value, date, source } = fields.flags[name];
    return [name, { value, date: orNull(date), source: orNull(source) }] as const;
  });
  const start = orNull(fields.therapy_start);
  const ahi = orNull(fields.diagnostic_ahi);
  return {
    revision,
    family_name: orNull(fields.family_name),
    given_name: orNull(fields.given_name),
    birth_date: orNull(fields.birth_date),
    sex: fields.sex,
    verified: fields.verified,
    // made of every flag's name just above
    flags: Object.fromEntries(flags) as PatientEdit['flags'],
    therapy_start: start === null ? null : { value: start, source: orNull(fields.therapy_start_source) },
    diagnostic_ahi:
      ahi === null
        ? null
        : {
            value: Number(ahi.replace(',', '.')),
            date: orNull(fields.diagnostic_ahi_date),
            source: orNull(fields.diagnostic_ahi_source),
          },
    night_boundary_hour: NIGHT_BOUNDARIES.indexOf(fields.night_boundary),
  };
}

const FIELD_WORDS: Record<Exclude<keyof EditFields, 'flags'>, string> = {
  family_name: 'Family name',
  given_name: 'Given name',
  birth_date: 'Birth date',
  sex: 'Sex',
  verified: 'Identity checked',
  therapy_start: 'Therapy start',
  therapy_start_source: 'Source of therapy start',
  diagnostic_ahi: 'Diagnostic AHI',
  diagnostic_ahi_date: 'Date of diagnostic AHI',
  diagnostic_ahi_source: 'Source of diagnostic AHI',
  night_boundary: 'A new night begins at',
};

const shown = (value: string | boolean) =>
  value === '' ? 'empty' : value === true ? 'yes' : value === false ? 'no' : value;

/** Where somebody else's values differ from what is typed here: field and their value, for a person to compare. */
export function differences(
  typed: EditFields,
  theirs: EditFields,
  flagWords: Record<FlagName, string>,
): [string, string][] {
  const names = Object.keys(FIELD_WORDS) as (keyof typeof FIELD_WORDS)[]; // its own keys
  const plain = names
    .filter((name) => typed[name] !== theirs[name])
    .map((name): [string, string] => [FIELD_WORDS[name], shown(theirs[name])]);
  const flags = FLAG_NAMES.filter((name) => JSON.stringify(typed.flags[name]) !== JSON.stringify(theirs.flags[name]));
  return [...plain, ...flags.map((name): [string, string] => [flagWords[name], theirs.flags[name].value])];
}
