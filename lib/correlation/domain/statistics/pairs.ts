import type { QtcFormula } from '@/lib/ecg/domain/qtc';
import { median } from '@/lib/patients/domain/therapy-trends';
import { chooseSource, type ValueSource, valueIn } from '@/lib/patients/domain/timeline';
import type { TimelineEcg, TimelineNight } from '@/lib/patients/timeline-contracts';
import {
  type EcgMeasure,
  type EcgSource,
  ecgSeries,
  type NamedRhythm,
  namedRhythm,
  type RhythmClass,
} from './ecg-values';
import { LEAST_PAIRS } from './spearman';

/** What of a night an ECG is set beside. T90 is the part of the valid oximetry under 90 %. */
export const NIGHT_MEASURES = ['ahi', 'usage_minutes', 'leak_p95_l_min', 't90_percent'] as const;
export type NightMeasure = (typeof NIGHT_MEASURES)[number];

/** A night and what its ECGs say: the mean, so that a night counts once however many ECGs it has. */
export interface Pair {
  night_id: string;
  night: string;
  ecg_ids: string[];
  x: number;
  y: number;
  /** Whose the ECG values are. */
  sources: EcgSource[];
}

/** Pairs with whose the values are. */
export interface Pairs {
  pairs: Pair[];
  /** ECGs of nights with the value that have theirs from another origin than the rest. */
  ecgs_left_out: number;
  night_source: ValueSource;
  /** Leak is compared within one kind alone; null for other measures. */
  leak_type: string | null;
}

/** ECGs recorded with the mask on or on the morning after: of any other, therapy may only have come later. */
export const isPaired = ({ link, status }: TimelineEcg): boolean =>
  status === 'stored' && (link?.kind === 'during' || link?.kind === 'morning_after');

const stored = {
  ahi: 'ahi',
  usage_minutes: 'usage_minutes',
  leak_p95_l_min: 'leak_p95_l_min',
  t90_percent: 't90_minutes',
} as const;

/** The kind of leak most nights report; total and unintentional leak say different things (PAP-4). */
function usualLeakType(nights: readonly TimelineNight[]): string | null {
  const counts = new Map<string, number>();
  for (const { leak_type } of nights) if (leak_type !== null) counts.set(leak_type, (counts.get(leak_type) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** How to read a measure of a night, all nights from one source. */
function readerOf(nights: readonly TimelineNight[], measure: NightMeasure) {
  const night_source = chooseSource(nights, stored[measure]);
  const leak_type = measure === 'leak_p95_l_min' ? usualLeakType(nights) : null;
  const read = (night: TimelineNight): number | null => {
    // what a person took out in part is still computed of the rest; the device counted all of it
    if (night.excluded || (measure === 'leak_p95_l_min' && night.leak_type !== leak_type)) return null;
    const value = valueIn(night, stored[measure], night_source);
    if (measure !== 't90_percent' || value === null) return value;
    const valid = valueIn(night, 'valid_oximetry_minutes', night_source);
    return valid === null || valid <= 0 ? null : (100 * value) / valid;
  };
  return { read, night_source, leak_type };
}

function ecgsByNight(ecgs: readonly TimelineEcg[]): Map<string, TimelineEcg[]> {
  const byNight = new Map<string, TimelineEcg[]>();
  for (const ecg of ecgs) {
    const id = ecg.link?.night_id;
    if (id && isPaired(ecg)) byNight.set(id, [...(byNight.get(id) ?? []), ecg]);
  }
  return byNight;
}

/** Pairs of an ECG's value and a night's, one a night, in order of nights. */
export function pairsOf(
  ecgs: readonly TimelineEcg[],
  nights: readonly TimelineNight[],
  of: { ecg: EcgMeasure; night: NightMeasure; formula: QtcFormula },
): Pairs {
  const { read, ...whose } = readerOf(nights, of.night);
  const byNight = ecgsByNight(ecgs);
  const known = nights.flatMap((night) => {
    const x = read(night);
    return x === null ? [] : [{ night, x, ecgs: byNight.get(night.id) ?? [] }];
  });
  const series = ecgSeries(
    known.flatMap((one) => one.ecgs),
    { measure: of.ecg, formula: of.formula },
  );
  const figureOf = new Map(series.figures.map((figure) => [figure.ecg.id, figure]));
  const pairs = known.flatMap(({ night, x, ecgs: recorded }): Pair[] => {
    const figures = recorded.flatMap(({ id }) => figureOf.get(id) ?? []);
    if (figures.length === 0) return [];
    const y = figures.reduce((sum, { value }) => sum + value, 0) / figures.length;
    const sources = [...new Set(figures.map(({ source }) => source))];
    return [{ night_id: night.id, night: night.night, ecg_ids: figures.map(({ ecg }) => ecg.id), x, y, sources }];
  });
  return { pairs, ecgs_left_out: series.left_out, ...whose };
}

/** Nights by the rhythm of their ECGs: how many, and the median of a measure. */
export type RhythmGroups =
  | {
      ok: true;
      night_source: ValueSource;
      /** Who named the rhythms that count. */
      rhythm_sources: NamedRhythm['source'][];
      groups: { rhythm: RhythmClass; nights: number; median: number | null }[];
    }
  | { ok: false; nights: number };

/**
 * A measure of the nights beside the rhythm their ECGs had. A class has no ranks, so there is no ρ: medians stand side by
 * side. A night with atrial fibrillation in any of its ECGs counts as one with it.
 */
export function rhythmGroups(
  ecgs: readonly TimelineEcg[],
  nights: readonly TimelineNight[],
  measure: NightMeasure,
): RhythmGroups {
  const { read, night_source } = readerOf(nights, measure);
  const byNight = ecgsByNight(ecgs);
  const values: Record<RhythmClass, number[]> = { atrial_fibrillation: [], sinus: [] };
  const sources = new Set<NamedRhythm['source']>();
  for (const night of nights) {
    const value = read(night);
    const rhythms = (byNight.get(night.id) ?? []).flatMap((ecg) => namedRhythm(ecg) ?? []);
    if (value === null || rhythms.length === 0) continue;
    for (const { source } of rhythms) sources.add(source);
    const fibrillates = rhythms.some((rhythm) => rhythm.value === 'atrial_fibrillation');
    values[fibrillates ? 'atrial_fibrillation' : 'sinus'].push(value);
  }
  const count = values.atrial_fibrillation.length + values.sinus.length;
  if (count < LEAST_PAIRS) return { ok: false, nights: count };
  const groups = (['atrial_fibrillation', 'sinus'] as const).map((rhythm) => ({
    rhythm,
    nights: values[rhythm].length,
    median: median(values[rhythm]),
  }));
  return {
    ok: true,
    night_source,
    rhythm_sources: (['reader', 'device'] as const).filter((source) => sources.has(source)),
    groups,
  };
}
