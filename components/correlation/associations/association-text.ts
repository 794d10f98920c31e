import { qtcFormulaText } from '@/lib/client/measured-text';
import type { EcgMeasure, EcgSource, FibrillationFinding } from '@/lib/correlation/domain/statistics/ecg-values';
import type { NightMeasure } from '@/lib/correlation/domain/statistics/pairs';
import type { Association } from '@/lib/correlation/domain/statistics/spearman';
import { LEAST_PAIRS } from '@/lib/correlation/domain/statistics/spearman';
import type { SplitKind } from '@/lib/correlation/domain/statistics/splits';
import type { UsageBand } from '@/lib/correlation/domain/statistics/usage-bands';
import type { QtcFormula } from '@/lib/ecg/domain/qtc';
import type { ValueSource } from '@/lib/patients/domain/timeline';

/** A measure as it is named and written. */
export interface MeasureWords {
  label: string;
  unit: string;
  digits: number;
  /** Shown value = value × factor. */
  factor: number;
  /** The scale shows at least this. */
  least: { low: number; high: number };
}

export const NIGHT_WORDS: Record<NightMeasure, MeasureWords> = {
  ahi: { label: 'AHI', unit: '/h', digits: 1, factor: 1, least: { low: 0, high: 5 } },
  usage_minutes: { label: 'Usage', unit: 'h', digits: 1, factor: 1 / 60, least: { low: 0, high: 8 } },
  leak_p95_l_min: { label: 'Leak P95', unit: 'L/min', digits: 0, factor: 1, least: { low: 0, high: 24 } },
  t90_percent: { label: 'T90', unit: '% of valid time', digits: 1, factor: 1, least: { low: 0, high: 5 } },
};

const ECG_WORDS: Record<EcgMeasure, MeasureWords> = {
  qtc_ms: { label: 'QTc', unit: 'ms', digits: 0, factor: 1, least: { low: 390, high: 450 } },
  heart_rate_bpm: { label: 'Heart rate', unit: 'bpm', digits: 0, factor: 1, least: { low: 50, high: 90 } },
};

/** A measure of an ECG, QTc with its formula. */
export function ecgWords(measure: EcgMeasure, formula: QtcFormula): MeasureWords {
  const words = ECG_WORDS[measure];
  return measure === 'qtc_ms' ? { ...words, label: `QTc ${qtcFormulaText(formula)}` } : words;
}

/** A value as it is shown, without its unit. */
export function measureText(value: number, { factor, digits }: MeasureWords): string {
  const text = (value * factor).toFixed(digits);
  return text.replace(/^-/, '−');
}

const SOURCE_WORDS: Record<EcgSource, string> = {
  device: 'device',
  corrected: 'corrected from the device’s QT and rate',
  computed: 'computed from the samples',
};

/** Whose the values of ECGs are. */
export function ecgSourceText(sources: readonly EcgSource[]): string {
  const words = [...new Set(sources)].map((source) => SOURCE_WORDS[source]);
  return words.length === 0 ? 'none' : words.join('; ');
}

/** What is left out so that values of two origins do not meet in one series; empty where nothing is. */
export function leftOutText(ecgs: number): string {
  if (ecgs === 0) return '';
  return ` ${ecgs} ${ecgs === 1 ? 'ECG has' : 'ECGs have'} the value from another source only and ${ecgs === 1 ? 'is' : 'are'} left out.`;
}

const JUDGE_WORDS: Record<FibrillationFinding['source'], string> = {
  reader: 'as a reader confirmed it',
  device: 'as the device names it, unconfirmed',
  computed: 'suspected from the samples, unconfirmed',
};

/** Who said what of the rhythm of how many recordings; empty where nobody did. */
export function judgedByText(counts: Record<FibrillationFinding['source'], number>): string {
  const said = (['reader', 'device', 'computed'] as const).filter((by) => counts[by] > 0);
  return said.map((by) => `${JUDGE_WORDS[by]} (${counts[by]})`).join(', ');
}

/** Whose the values of nights are. */
export function nightSourceText(source: ValueSource): string {
  return source === 'device' ? 'device-reported' : 'computed';
}

const signed = (value: number) => value.toFixed(2).replace('-', '−');

/** What an association is, in a sentence; never more than that. */
export function associationText(association: Association): string {
  const { n } = association;
  if (!association.ok) {
    return association.reason === 'too_few'
      ? `${n} ${n === 1 ? 'night' : 'nights'} with both values: ${LEAST_PAIRS} are needed, so nothing is drawn or computed.`
      : `One of the two values is the same in all ${n} nights: there is no association to compute.`;
  }
  const { rho, interval } = association;
  const limits = interval
    ? `95 % interval ${signed(interval.lower)} to ${signed(interval.upper)} (Bonett–Wright)`
    : 'no interval: the order of both agrees without exception';
  return `n ${n} nights, Spearman ρ ${signed(rho)}, ${limits}. Association, not cause.`;
}

/** What splits a series. */
export const SPLIT_WORDS: Record<SplitKind, string> = {
  therapy_start: 'therapy start',
  settings_change: 'settings change',
  gap: 'gap without data',
};

export const BAND_WORDS: Record<UsageBand, string> = {
  under_2_h: 'under 2 h',
  '2_to_4_h': '2 to under 4 h',
  '4_h_and_more': '4 h and more',
};
