import type { UnmeasuredReason } from '@/lib/measure/domain/ecg-measurement';

const FORMULA_NAMES: Record<string, string> = {
  bazett: 'Bazett',
  fridericia: 'Fridericia',
  framingham: 'Framingham',
  hodges: 'Hodges',
};

/** The QTc formula as the device named it. */
export function qtcFormulaText(formula: string | null): string {
  return formula === null ? 'formula not stated' : (FORMULA_NAMES[formula.toLowerCase()] ?? formula);
}

const REASONS: Record<UnmeasuredReason, string> = {
  no_leads: 'no lead',
  flat: 'flat',
  noisy: 'too noisy',
  too_few_beats: 'too few beats',
  paced: 'paced',
  qrs_not_found: 'QRS not found',
  no_p_wave: 'P wave not found',
  t_end_not_found: 'T end not found',
  af_suspected: 'AF suspected',
  leads_missing: 'needs I and aVF',
  axis_indeterminate: 'indeterminate',
  low_sampling_rate: 'sampling rate too low',
};

/** Why a value was not measured, in a few words. */
export const unmeasuredText = (reason: UnmeasuredReason): string => REASONS[reason];
