import { deviceValues } from '@/lib/correlation/domain/statistics/ecg-values';
import { chooseSource, valueIn } from '@/lib/patients/domain/timeline';
import type { TimelineNightValues } from '@/lib/patients/timeline-contracts';
import { REPORT_QTC_FORMULA, type ReportInputs, type ReportNight } from './report-inputs';

/** Something that does not count, how often, and why. */
export interface LeftOut {
  what: 'session' | 'night' | 'ecg';
  count: number;
  /** Out of which figures; null: out of all of them. */
  of: 'ahi' | 'leak' | 'heart_rate' | 'qtc' | null;
  reason: string;
}

/** Sessions a person took out, by the reason that was given; the reason given most often first. */
function excludedSessions(nights: readonly ReportNight[]): LeftOut[] {
  const counts = new Map<string, number>();
  for (const reason of nights.flatMap(({ exclusions }) => exclusions))
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([reason, count]) => ({ what: 'session', count, of: null, reason }));
}

/** Nights that count but say nothing of one value. */
function nightsWithout(nights: readonly ReportNight[], of: 'ahi' | 'leak', name: keyof TimelineNightValues): LeftOut[] {
  const source = chooseSource(nights, name);
  const used = nights.filter((night) => !night.excluded && (valueIn(night, 'usage_minutes', source) ?? 0) > 0);
  const count = used.filter((night) => valueIn(night, name, source) === null).length;
  const reason = source === 'device' ? 'not reported by the device' : 'not computed';
  return count === 0 ? [] : [{ what: 'night', count, of, reason }];
}

function otherLeakKind(nights: readonly ReportNight[]): LeftOut[] {
  const source = chooseSource(nights, 'leak_p95_l_min');
  const told = nights.filter((night) => !night.excluded && valueIn(night, 'leak_p95_l_min', source) !== null);
  const newest = told.at(-1);
  const count = told.filter(({ leak_type }) => leak_type !== newest?.leak_type).length;
  const reason = 'another kind of leak: total and unintentional are not put together';
  return count === 0 ? [] : [{ what: 'night', count, of: 'leak', reason }];
}

function ecgsWithout({ ecgs }: ReportInputs): LeftOut[] {
  const values = ecgs.map((ecg) => deviceValues(ecg, REPORT_QTC_FORMULA));
  const missing = (of: 'heart_rate' | 'qtc', count: number, reason: string): LeftOut[] =>
    count === 0 ? [] : [{ what: 'ecg', count, of, reason }];
  return [
    ...missing('heart_rate', values.filter(({ heart_rate_bpm }) => heart_rate_bpm === null).length, 'not sent'),
    ...missing(
      'qtc',
      values.filter(({ qtc_ms }) => qtc_ms === null).length,
      'neither QTc by this formula nor QT and rate were sent',
    ),
  ];
}

/** Everything of the range that does not count in some figure, with the reason. @param inputs nights rise */
export function leftOutOf(inputs: ReportInputs): LeftOut[] {
  const { nights } = inputs;
  return [
    ...excludedSessions(nights),
    ...nightsWithout(nights, 'ahi', 'ahi'),
    ...nightsWithout(nights, 'leak', 'leak_p95_l_min'),
    ...otherLeakKind(nights),
    ...ecgsWithout(inputs),
  ];
}
