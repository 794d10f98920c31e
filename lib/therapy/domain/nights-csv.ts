import { type CsvCell, csvRow } from '@/lib/formats/common/csv';
import type { Night, NightValue } from '../contracts';
import { NIGHT_ALGORITHM } from './algorithm';

/** Every value with its unit, as its two columns are headed. */
const VALUES: Record<NightValue, string> = {
  usage_minutes: 'usage [min]',
  ahi: 'AHI [events per usage hour]',
  oai: 'obstructive apnoea index [events per usage hour]',
  cai: 'central apnoea index [events per usage hour]',
  mai: 'mixed apnoea index [events per usage hour]',
  uai: 'unclassified apnoea index [events per usage hour]',
  hi: 'hypopnoea index [events per usage hour]',
  leak_p50_l_min: 'leak P50 [L/min]',
  leak_p95_l_min: 'leak P95 [L/min]',
  large_leak_minutes: 'large leak [min]',
  pressure_p50_cmh2o: 'pressure P50 [cmH2O]',
  pressure_p95_cmh2o: 'pressure P95 [cmH2O]',
  epap_p95_cmh2o: 'EPAP P95 [cmH2O]',
  time_at_max_pressure_minutes: 'time at maximum pressure [min]',
  periodic_breathing_minutes: 'periodic breathing [min]',
  unscored_minutes: 'unscored [min]',
  spo2_min_percent: 'SpO2 lowest [%]',
  t90_minutes: 'T90 [min]',
  t88_minutes: 'T88 [min]',
  odi: 'ODI, falls of 4 % [events per hour of valid oximetry]',
  valid_oximetry_minutes: 'valid oximetry [min]',
};

// Object.keys of a constant whose keys are these names
const NAMES = Object.keys(VALUES) as NightValue[];

const COMPUTED = `computed by ${NIGHT_ALGORITHM.algorithm} ${NIGHT_ALGORITHM.version}`;
const DEVICE = 'device-reported';

/** Columns before and after the values. */
const FACTS: readonly [string, (night: Night) => CsvCell][] = [
  ['patient_ref', ({ patient_ref }) => patient_ref],
  ['night', ({ night }) => night],
  ['night begins at [hour, device-local]', ({ boundary_hour }) => boundary_hour],
  ['start [UTC]', ({ start }) => start],
  ['end [UTC]', ({ end }) => end],
  ['UTC offset at start [min]', ({ utc_offset_minutes }) => utc_offset_minutes],
  ['sessions', ({ sessions }) => sessions.length],
  ['sessions excluded', ({ sessions }) => sessions.filter(({ excluded }) => excluded).length],
  ['night excluded', ({ excluded }) => (excluded ? 'yes' : 'no')],
  ['reasons of exclusion', reasonsOf],
  ['mode', ({ mode }) => mode],
  ['mask', ({ mask }) => mask],
  ['leak type', ({ leak_type }) => leak_type],
  ['leak limit [L/min]', ({ leak_limit_l_min }) => leak_limit_l_min],
  ['sessions overlap', ({ overlapping }) => (overlapping ? 'yes' : 'no')],
  ['devices', ({ devices }) => devices.map(({ make, model, device_id }) => named(make, model) || device_id).join('; ')],
  [`usage with what is excluded [min], ${COMPUTED}`, ({ with_excluded }) => with_excluded?.usage_minutes ?? null],
  [`usage with what is excluded [min], ${DEVICE}`, ({ with_excluded }) => with_excluded?.device_usage_minutes ?? null],
];

const named = (...words: (string | null)[]) => words.filter(Boolean).join(' ');

function reasonsOf({ sessions, exclusion }: Night): CsvCell {
  const reasons = [exclusion, ...sessions.map((session) => session.exclusion)].flatMap((one) => one?.reason ?? []);
  return reasons.length === 0 ? null : [...new Set(reasons)].join('; ');
}

/**
 * Nights as a table (RFC 4180, UTF-8, one header row): each value in two columns, as computed and as the device reported
 * it, with its unit; empty where it is not known. No name and no hospital's id.
 */
export function nightsCsv(nights: readonly Night[]): string {
  const headers = [
    ...FACTS.map(([header]) => header),
    ...NAMES.flatMap((name) => [`${VALUES[name]}, ${COMPUTED}`, `${VALUES[name]}, ${DEVICE}`]),
  ];
  const rows = nights.map((night) => [
    ...FACTS.map(([, cellOf]) => cellOf(night)),
    ...NAMES.flatMap((name) => [night[name], night.device_reported?.[name] ?? null]),
  ]);
  return [headers, ...rows].map(csvRow).join('');
}
