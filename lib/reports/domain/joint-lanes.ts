import { chooseSource, dayNumber, dayPosition, type ValueSource, valueIn } from '@/lib/patients/domain/timeline';
import type { TimelineNightValues } from '@/lib/patients/timeline-contracts';
import { reportValues } from './joint-content';
import type { ReportInputs, ReportNight } from './report-inputs';
import { nightsOver } from './report-range';

/** A night on the axis. `no_data`: nothing arrived, which is not 0 h. */
export interface LaneNight {
  /** Days from midnight of the range's first date; the night stands from noon to noon around the next midnight. */
  day: number;
  state: 'counted' | 'excluded' | 'no_data';
  usage_h: number | null;
  ahi: number | null;
  leak_l_min: number | null;
}

/** An ECG on the same axis. */
export interface LaneEcg {
  position: number;
  heart_rate_bpm: number | null;
  qtc_ms: number | null;
}

/** What the joint chart draws. */
export interface JointLanes {
  /** Length of the axis in days. */
  length: number;
  nights: LaneNight[];
  ecgs: LaneEcg[];
  /** Days on which settings, mode or mask changed. */
  changes: number[];
  sources: Record<'usage' | 'ahi' | 'leak', ValueSource>;
}

/** Nights and ECGs of a report on one axis, by the date as patients and readers know it. */
export function jointLanes(inputs: ReportInputs, changeDates: readonly string[]): JointLanes {
  const { range, organization, made_at } = inputs;
  const first = dayNumber(range.from);
  const { count } = nightsOver(range, made_at, organization.time_zone);
  const byDay = new Map(inputs.nights.map((night) => [dayNumber(night.night) - first, night]));
  const of = (name: keyof TimelineNightValues) => chooseSource(inputs.nights, name);
  const sources = { usage: of('usage_minutes'), ahi: of('ahi'), leak: of('leak_p95_l_min') };
  const laneNight = (day: number, night: ReportNight | undefined): LaneNight => {
    if (!night) return { day, state: 'no_data', usage_h: null, ahi: null, leak_l_min: null };
    const minutes = valueIn(night, 'usage_minutes', sources.usage);
    return {
      day,
      state: night.excluded ? 'excluded' : 'counted',
      usage_h: minutes === null ? null : minutes / 60,
      ahi: valueIn(night, 'ahi', sources.ahi),
      leak_l_min: valueIn(night, 'leak_p95_l_min', sources.leak),
    };
  };
  return {
    length: dayNumber(range.to) - first + 1.5,
    nights: Array.from({ length: count }, (_, day) => laneNight(day, byDay.get(day))),
    ecgs: inputs.ecgs.map((ecg) => {
      const { heart_rate_bpm, qtc_ms } = reportValues(ecg);
      return {
        position: dayPosition(ecg.recording_date, organization.time_zone) - first,
        heart_rate_bpm: heart_rate_bpm?.value ?? null,
        qtc_ms: qtc_ms?.value ?? null,
      };
    }),
    changes: changeDates.map((date) => dayNumber(date) - first),
    sources,
  };
}
