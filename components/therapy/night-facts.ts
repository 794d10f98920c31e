import { formatDecimal } from '@/lib/client/format-value';
import type { Night, NightValue, NightValues } from '@/lib/therapy/contracts';
import { isBilevel } from './night-text';

/** A fact of a night: the same value as the device reported it and as we computed it, each null with its reason. */
export interface NightFact {
  id: string;
  label: string;
  unit: string;
  device: string | null;
  computed: string | null;
  /** Why nothing is computed. */
  missing: string;
  /** What must be known beside it. */
  note: string | null;
}

type Write = (values: NightValues) => string | null;

/** Values side by side, `–` for one that is not there; null where none is. */
function write(names: readonly NightValue[], format: (value: number) => string): Write {
  return (values) => {
    if (names.every((name) => values[name] === null)) return null;
    return names.map((name) => show(values[name], format)).join(' / ');
  };
}

function show(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}

const whole = (value: number) => String(Math.round(value));
const tenth = (value: number) => value.toFixed(1);
const hours = (minutes: number) => (minutes / 60).toFixed(1);

interface FactPlan {
  id: string;
  label: string | ((night: Night) => string);
  unit: string;
  write: Write;
  missing: string;
  note?: (night: Night) => string | null;
}

const PLANS: readonly FactPlan[] = [
  {
    id: 'usage',
    label: 'Usage',
    unit: 'h',
    write: write(['usage_minutes'], hours),
    missing: 'sessions not sent',
    note: sessionsNote,
  },
  {
    id: 'ahi',
    label: 'AHI, per usage hour',
    unit: '/h',
    write: write(['ahi'], tenth),
    missing: 'events not sent',
    note: ahiNote,
  },
  {
    id: 'split',
    label: 'OA / CA / MA / UA / H',
    unit: '/h',
    write: write(['oai', 'cai', 'mai', 'uai', 'hi'], tenth),
    missing: 'events not sent',
  },
  {
    id: 'leak',
    label: 'Leak P50 / P95',
    unit: 'L/min',
    write: write(['leak_p50_l_min', 'leak_p95_l_min'], whole),
    missing: 'leak not sent',
    note: leakNote,
  },
  {
    id: 'large-leak',
    label: 'Large leak / unscored',
    unit: 'min',
    write: write(['large_leak_minutes', 'unscored_minutes'], whole),
    missing: 'no limit known',
  },
  {
    id: 'pressure',
    label: ({ mode }) => (isBilevel(mode) ? 'IPAP P50 / P95' : 'Pressure P50 / P95'),
    unit: 'cmH₂O',
    write: write(['pressure_p50_cmh2o', 'pressure_p95_cmh2o'], tenth),
    missing: 'pressure not sent',
  },
  {
    id: 'epap',
    label: ({ mode }) => (isBilevel(mode) ? 'EPAP P95' : 'Expiratory P95'),
    unit: 'cmH₂O',
    write: write(['epap_p95_cmh2o'], tenth),
    missing: 'signal not sent',
  },
  {
    id: 'maximum',
    label: 'At maximum pressure',
    unit: 'min',
    write: write(['time_at_max_pressure_minutes'], whole),
    missing: 'no automatic maximum known',
  },
  {
    id: 'periodic',
    label: 'Periodic breathing',
    unit: 'min',
    write: write(['periodic_breathing_minutes'], whole),
    missing: 'not looked for by the device, or events not sent',
  },
  {
    id: 'spo2',
    label: 'SpO₂ lowest',
    unit: '%',
    write: write(['spo2_min_percent'], whole),
    missing: 'no oximetry',
    note: oximetryNote,
  },
  {
    id: 'hypoxia',
    label: 'T90 / T88',
    unit: 'min',
    write: write(['t90_minutes', 't88_minutes'], whole),
    missing: 'no oximetry',
    note: () => 'under 90 %, at or under 88 %',
  },
  { id: 'odi', label: 'ODI, falls of 4 %', unit: '/h', write: write(['odi'], tenth), missing: 'no oximetry' },
];

function missingText(night: Night, { id, missing }: FactPlan): string {
  if (night.excluded) return 'excluded';
  return night.overlapping && id !== 'usage' ? 'sessions overlap' : missing;
}

function sessionsNote({ sessions }: Night): string | null {
  const count = (kind: string) => sessions.filter((session) => session.kind === kind).length;
  const [naps, fits] = [count('nap'), count('mask_fit')];
  const out = sessions.filter(({ excluded }) => excluded).length;
  const counted = sessions.length - fits - out;
  return [
    `${counted} ${counted === 1 ? 'session' : 'sessions'}`,
    ...(naps > 0 ? [`${naps} of them naps`] : []),
    ...(out > 0 ? [`${out} excluded`] : []),
    ...(fits > 0 ? [`${fits} mask-fit not counted`] : []),
  ].join(', ');
}

function ahiNote({ unscored_minutes }: Night): string | null {
  if (unscored_minutes === null || unscored_minutes < 1) return null;
  return `may be low: ${Math.round(unscored_minutes)} min unscored`;
}

function leakNote({ leak_type, leak_limit_l_min }: Night): string | null {
  if (leak_type === null) return null;
  if (leak_type === 'total') return 'total, no limit';
  return leak_limit_l_min === null ? 'unintentional, no limit known' : `unintentional, limit ${leak_limit_l_min}`;
}

function oximetryNote({ valid_oximetry_minutes }: Night): string | null {
  return valid_oximetry_minutes === null ? null : `${formatDecimal(valid_oximetry_minutes / 60, 1)} h valid`;
}

/** Facts that are shown only where somebody knows them: a plain CPAP has no EPAP, most nights no oximeter. */
const OPTIONAL = new Set(['epap', 'maximum', 'hypoxia', 'odi']);

/** The facts of a night, device-reported and computed side by side. */
export function nightFacts(night: Night): NightFact[] {
  const { device_reported } = night;
  return PLANS.map((plan) => ({
    id: plan.id,
    label: typeof plan.label === 'string' ? plan.label : plan.label(night),
    unit: plan.unit,
    device: device_reported && plan.write(device_reported),
    computed: plan.write(night),
    missing: missingText(night, plan),
    note: plan.note?.(night) ?? null,
  })).filter(({ id, device, computed }) => !OPTIONAL.has(id) || device !== null || computed !== null);
}
