import type { QtcFormula } from '@/lib/ecg/domain/qtc';
import { dayNumber, gapsBetween } from '@/lib/patients/domain/timeline';
import type { TimelineEcg, TimelineNight } from '@/lib/patients/timeline-contracts';
import { NIGHT_BOUNDARY_HOURS, nightOf } from '@/lib/therapy/domain/night';
import { type EcgFigure, type EcgMeasure, type EcgSource, ecgSeries } from './ecg-values';
import { GAP_NIGHTS, type Split } from './splits';

/** Fewer ECGs than this on a side make no mean (COR-5). */
export const LEAST_ECGS_A_SIDE = 3;

/**
 * Minimal detectable change between two single rate-adjusted QT values, in ms: two ECGs of one person that nothing
 * happened between differ by less in 95 of 100 pairs.
 */
const SINGLE_PAIR_QTC_MS = 26;

const HALF_DAY_MS = 12 * 3_600_000;

/** Means of two sides and whether the change is larger than what repeating would show. */
export type Comparison =
  | {
      ok: true;
      before: { n: number; mean: number };
      after: { n: number; mean: number };
      change: number;
      /** Null for heart rate: there is no band for it. */
      band: number | null;
      verdict: 'within' | 'beyond' | 'no_band';
      unconfirmed: number;
      sources: EcgSource[];
      /** ECGs of either side that have the value from the other origin only. */
      left_out: number;
    }
  | { ok: false; before: { n: number }; after: { n: number } };

/** The band for means of n₁ and n₂ ECGs: ±26·√((1/n₁ + 1/n₂)/2) ms (COR-5). */
export function bandForMeans(n1: number, n2: number): number {
  return SINGLE_PAIR_QTC_MS * Math.sqrt((1 / n1 + 1 / n2) / 2);
}

/**
 * The night whose therapy an ECG may show: the one it links to where it was recorded in it or on the morning after, else
 * the last that was over, by its own local time.
 */
export function nightBehind(
  { link, recording_date, utc_offset_minutes }: TimelineEcg,
  boundary_hour = NIGHT_BOUNDARY_HOURS,
): string {
  if (link?.night && (link.kind === 'during' || link.kind === 'morning_after')) return link.night;
  return nightOf(new Date(Date.parse(recording_date) - HALF_DAY_MS), utc_offset_minutes, boundary_hour);
}

/** The ECGs on either side of a split; those of a gap are of neither. */
export function sidesOf(
  ecgs: readonly TimelineEcg[],
  nights: readonly TimelineNight[],
  { before, after }: Split,
  boundary_hour?: number,
): { before: TimelineEcg[]; after: TimelineEcg[]; left_out: TimelineEcg[] } {
  const days = nights.map(({ night }) => dayNumber(night));
  const gaps = gapsBetween(days, days.at(-1) ?? 0).filter(({ from, to }) => to - from + 1 >= GAP_NIGHTS);
  const sides: Record<'before' | 'after' | 'left_out', TimelineEcg[]> = { before: [], after: [], left_out: [] };
  for (const ecg of ecgs) {
    if (ecg.status !== 'stored') continue;
    const day = dayNumber(nightBehind(ecg, boundary_hour));
    if (gaps.some(({ from, to }) => day >= from && day <= to)) {
      if (day >= before.from && day <= after.to) sides.left_out.push(ecg);
    } else if (day >= before.from && day <= before.to) sides.before.push(ecg);
    else if (day >= after.from && day <= after.to) sides.after.push(ecg);
  }
  return sides;
}

const meanOf = (figures: readonly EcgFigure[]) => figures.reduce((sum, { value }) => sum + value, 0) / figures.length;

/** Means of a value before and after a split, three ECGs a side at least; both sides from one origin. */
export function compareSides(
  sides: { before: readonly TimelineEcg[]; after: readonly TimelineEcg[] },
  measure: EcgMeasure,
  formula: QtcFormula,
): Comparison {
  const series = ecgSeries([...sides.before, ...sides.after], { measure, formula });
  const earlier = new Set(sides.before);
  const before = series.figures.filter(({ ecg }) => earlier.has(ecg));
  const after = series.figures.filter(({ ecg }) => !earlier.has(ecg));
  if (Math.min(before.length, after.length) < LEAST_ECGS_A_SIDE)
    return { ok: false, before: { n: before.length }, after: { n: after.length } };
  const change = meanOf(after) - meanOf(before);
  const band = measure === 'qtc_ms' ? bandForMeans(before.length, after.length) : null;
  const all = [...before, ...after];
  return {
    ok: true,
    before: { n: before.length, mean: meanOf(before) },
    after: { n: after.length, mean: meanOf(after) },
    change,
    band,
    verdict: band === null ? 'no_band' : Math.abs(change) <= band ? 'within' : 'beyond',
    unconfirmed: all.filter(({ ecg }) => ecg.reading_state === 'unconfirmed' || ecg.reading_state === 'preliminary')
      .length,
    sources: [...new Set(all.map(({ source }) => source))],
    left_out: series.left_out,
  };
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(Math.round(value))}`;

/** What a comparison says, in sober words; `unit` is that of the measure. */
export function comparisonText(comparison: Comparison, unit: 'ms' | 'bpm'): string {
  if (!comparison.ok) {
    const { before, after } = comparison;
    return `Not compared: ${before.n} before and ${after.n} after; ${LEAST_ECGS_A_SIDE} a side are needed.`;
  }
  const { change, band, verdict } = comparison;
  const said = `${signed(change)} ${unit}`;
  if (band === null) return `${said}. No repeatability band is known for it. Association, not cause.`;
  const limits = `±${band.toFixed(1)} ${unit}`;
  return verdict === 'within'
    ? `${said} is within repeatability (${limits} for these numbers).`
    : `${said} is larger than repeatability (${limits} for these numbers). Association, not cause.`;
}
