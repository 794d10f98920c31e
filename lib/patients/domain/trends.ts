import { isAdherent } from '@/lib/therapy/domain/adherence/adherence';
import type { TimelineEcg, TimelineNight, TimelineNightValues } from '../timeline-contracts';
import { chooseSource, dateOfDay, dayNumber, type ValueSource, valueIn } from './timeline';

/** Minimal detectable change between two single ECGs, rate-adjusted QT (clinical reference 1.2). */
export const QTC_REPEATABILITY_MS = 26;

export const TREND_NIGHTS = 30;

/** A value with the series it comes from, oldest first; null in the series is a date without a value. */
export interface Trend {
  value: number;
  series: (number | null)[];
}

export interface QtcTrend extends Trend {
  ecg: TimelineEcg;
  /** The ECG before with the same formula, and the difference to it. */
  previous: { ecg: TimelineEcg; change_ms: number; within_repeatability: boolean } | null;
}

const stored = (ecgs: readonly TimelineEcg[]) => ecgs.filter((ecg) => ecg.status === 'stored');

/** The newest QTc with its own formula; another formula is another series. Null where no ECG brought one. */
export function qtcTrend(ecgs: readonly TimelineEcg[]): QtcTrend | null {
  const measured = stored(ecgs).filter((ecg) => ecg.qtc_ms !== null);
  const newest = measured.at(-1);
  if (!newest || newest.qtc_ms === null) return null;
  const same = measured.filter((ecg) => ecg.qtc_formula === newest.qtc_formula);
  const before = same.at(-2);
  const change_ms = before?.qtc_ms == null ? null : Math.round(newest.qtc_ms) - Math.round(before.qtc_ms);
  return {
    ecg: newest,
    value: newest.qtc_ms,
    series: same.map((ecg) => ecg.qtc_ms),
    previous:
      before && change_ms !== null
        ? { ecg: before, change_ms, within_repeatability: Math.abs(change_ms) <= QTC_REPEATABILITY_MS }
        : null,
  };
}

export interface HeartRateTrend extends Trend {
  ecg: TimelineEcg;
  lowest: number;
  highest: number;
  count: number;
}

/** The newest heart rate and the range of all. */
export function heartRateTrend(ecgs: readonly TimelineEcg[]): HeartRateTrend | null {
  const measured = stored(ecgs).filter((ecg) => ecg.heart_rate_bpm !== null);
  const rates = measured.flatMap((ecg) => (ecg.heart_rate_bpm === null ? [] : [ecg.heart_rate_bpm]));
  const newest = measured.at(-1);
  const value = rates.at(-1);
  if (!newest || value === undefined) return null;
  const lowest = rates.reduce((low, rate) => Math.min(low, rate), value);
  const highest = rates.reduce((high, rate) => Math.max(high, rate), value);
  return { ecg: newest, value, series: rates, lowest, highest, count: rates.length };
}

/** The last dates a night could have: the newest is the night before today. */
export interface NightWindow {
  source: ValueSource;
  /** Night by night, null where there is no data; excluded nights are left out. */
  nights: (TimelineNight | null)[];
}

/** @param lastNight the date of the newest night that can be over */
export function lastNights(
  nights: readonly TimelineNight[],
  lastNight: string,
  name: keyof TimelineNightValues,
  count = TREND_NIGHTS,
): NightWindow {
  const byDate = new Map(nights.filter((night) => !night.excluded).map((night) => [night.night, night]));
  const last = dayNumber(lastNight);
  const window = Array.from({ length: count }, (_, index) => byDate.get(dateOfDay(last - count + 1 + index)) ?? null);
  return { source: chooseSource(nights, name), nights: window };
}

const seriesOf = ({ nights, source }: NightWindow, name: keyof TimelineNightValues) =>
  nights.map((night) => (night ? valueIn(night, name, source) : null));

const present = (series: readonly (number | null)[]) => series.filter((value) => value !== null);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export interface UsageTrend extends Trend {
  source: ValueSource;
  /** Mean minutes over nights with data, and with a night without data as 0. */
  value: number;
  mean_with_zeros: number;
  adherent_nights: number;
  nights_with_data: number;
  /** Nights that are there and tell nothing, as all or part of them is excluded. */
  excluded_nights: number;
}

/** Usage of the last thirty nights, minutes. The 4 h test runs on whole minutes. */
export function usageTrend(nights: readonly TimelineNight[], lastNight: string): UsageTrend | null {
  const window = lastNights(nights, lastNight, 'usage_minutes');
  const series = seriesOf(window, 'usage_minutes');
  const used = present(series);
  if (used.length === 0) return null;
  const first = dayNumber(lastNight) - TREND_NIGHTS + 1;
  const excluded_nights = nights.filter((night) => {
    if (night.night > lastNight || dayNumber(night.night) < first) return false;
    return night.excluded || (night.excluded_sessions > 0 && valueIn(night, 'usage_minutes', window.source) === null);
  }).length;
  return {
    source: window.source,
    value: mean(used),
    series,
    excluded_nights,
    mean_with_zeros: (mean(used) * used.length) / (TREND_NIGHTS - excluded_nights),
    adherent_nights: used.filter((minutes) => isAdherent(minutes)).length,
    nights_with_data: used.length,
  };
}

export interface AhiTrend extends Trend {
  source: ValueSource;
  /** Parts of the pooled AHI; null where some night does not tell it. */
  parts: Record<'oai' | 'cai' | 'hi' | 'uai' | 'mai', number | null>;
  nights: number;
}

/** Events of all nights over all their hours (PAP-3), from an index per hour and the usage of the same source. */
function pooled(window: NightWindow, name: keyof TimelineNightValues): { value: number; nights: number } | null {
  let events = 0;
  let minutes = 0;
  let counted = 0;
  for (const night of window.nights) {
    if (!night) continue;
    const usage = valueIn(night, 'usage_minutes', window.source);
    const index = valueIn(night, name, window.source);
    if (usage === null || usage <= 0 || index === null) continue;
    events += (index * usage) / 60;
    minutes += usage;
    counted++;
  }
  return minutes > 0 ? { value: events / (minutes / 60), nights: counted } : null;
}

/** Pooled AHI of the last nights, thirty unless told otherwise; events per hour of usage. */
export function ahiTrend(nights: readonly TimelineNight[], lastNight: string, count = TREND_NIGHTS): AhiTrend | null {
  const window = lastNights(nights, lastNight, 'ahi', count);
  const all = pooled(window, 'ahi');
  if (!all) return null;
  const part = (name: keyof TimelineNightValues) => {
    const index = pooled(window, name);
    return index && index.nights === all.nights ? index.value : null;
  };
  return {
    source: window.source,
    value: all.value,
    nights: all.nights,
    series: seriesOf(window, 'ahi'),
    parts: { oai: part('oai'), cai: part('cai'), hi: part('hi'), uai: part('uai'), mai: part('mai') },
  };
}

export interface LeakTrend extends Trend {
  source: ValueSource;
  leak_type: string | null;
  highest: number;
  nights: number;
}

/**
 * Leak of the last nights, thirty unless told otherwise: the mean of the nightly P95 over nights with data, L/min. Total and unintentional
 * leak are different things: only nights of the newest night's kind are taken.
 */
export function leakTrend(nights: readonly TimelineNight[], lastNight: string, count = TREND_NIGHTS): LeakTrend | null {
  const window = lastNights(nights, lastNight, 'leak_p95_l_min', count);
  const newest = [...window.nights]
    .reverse()
    .find((night) => night && valueIn(night, 'leak_p95_l_min', window.source) !== null);
  if (!newest) return null;
  const { leak_type } = newest;
  const alike = { ...window, nights: window.nights.map((night) => (night?.leak_type === leak_type ? night : null)) };
  const series = seriesOf(alike, 'leak_p95_l_min');
  const values = present(series);
  return {
    source: window.source,
    leak_type,
    value: mean(values),
    highest: values.reduce((high, value) => Math.max(high, value), 0),
    nights: values.length,
    series,
  };
}

export interface PressureTrend extends Trend {
  source: ValueSource;
  night: TimelineNight;
  epap: number | null;
}

/** P95 pressure of the newest of the last thirty nights that has one, cmH2O. */
export function pressureTrend(nights: readonly TimelineNight[], lastNight: string): PressureTrend | null {
  const window = lastNights(nights, lastNight, 'pressure_p95_cmh2o');
  const series = seriesOf(window, 'pressure_p95_cmh2o');
  const at = series.findLastIndex((value) => value !== null);
  const night = window.nights[at];
  const value = series[at] ?? null;
  if (!night || value === null) return null;
  return { source: window.source, night, value, epap: valueIn(night, 'epap_p95_cmh2o', window.source), series };
}
