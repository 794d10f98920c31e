import type { TherapyDataUpload } from '@/lib/ingest/envelope/therapy';
import type { SummaryDay } from './summary';

type Reported = NonNullable<TherapyDataUpload['summary']>;

const LITRES_A_SECOND = 60;

/** What the device reports of a day, by the label of its summary. Pressures are those it aimed at: IPAP in two-pressure modes. */
const LABELS: readonly [keyof Reported, string, number?][] = [
  ['ahi', 'AHI'],
  ['oai', 'OAI'],
  ['cai', 'CAI'],
  ['uai', 'UAI'],
  ['hi', 'HI'],
  ['leak_p50_l_min', 'Leak.50', LITRES_A_SECOND],
  ['leak_p95_l_min', 'Leak.95', LITRES_A_SECOND],
  ['pressure_p50_cmh2o', 'TgtIPAP.50'],
  ['pressure_p95_cmh2o', 'TgtIPAP.95'],
  ['periodic_breathing_minutes', 'CSR'],
];

/**
 * The device's own values of a day. A day that was not used has 0 minutes and nothing else: it has no AHI.
 * @param withEpap whether the day's mode holds a pressure of its own in expiration
 */
export function reportedOf({ pairs, values }: SummaryDay, withEpap: boolean): Reported {
  const used = values.get('Duration') ?? pairs.reduce((sum, { on, off }) => sum + off - on, 0);
  if (used === 0) return { usage_minutes: 0 };
  const reported: Reported = { usage_minutes: used };
  const labels = withEpap ? [...LABELS, ['epap_p95_cmh2o', 'TgtEPAP.95'] as const] : LABELS;
  for (const [name, label, factor = 1] of labels) {
    const value = values.get(label);
    // the steps of the summary are decimal: 0.14 L/s is 8.4 L/min
    if (value !== undefined && value >= 0) reported[name] = Math.round(value * factor * 1e4) / 1e4;
  }
  return reported;
}
