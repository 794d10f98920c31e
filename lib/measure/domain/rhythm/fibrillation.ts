import type { LeadStretch } from '../beats/detect-beats';
import { pWaveRatio } from './p-waves';
import { coefficientOfSampleEntropy, IRREGULAR_ENTROPY, LEAST_INTERVALS } from './sample-entropy';

/** Beats judged together, and from where on the next are. */
export const WINDOW_BEATS = 13;
export const STEP_BEATS = 6;
/** Below this nothing before the QRS is the same from beat to beat. This product's own limit; see the accuracy report. */
const NO_P_WAVE = 0.6;

/** Whether nothing before the QRS repeats as a P wave would; null where it cannot be judged. See `pWaveRatio`. */
export function lacksPWaves(stretch: LeadStretch, beats: readonly number[]): boolean | null {
  const ratio = pWaveRatio(stretch, beats);
  return ratio === null ? null : ratio < NO_P_WAVE;
}

/** How one group of beats looks. */
export interface RhythmWindow {
  /** First and last of its beats, by their place in the list. */
  from: number;
  to: number;
  entropy: number;
  /** Null where P waves could not be judged. */
  p_ratio: number | null;
  suspected: boolean;
}

/** Whether a stretch looks as if the atria fibrillate, anywhere in it. */
export interface FibrillationSuspicion {
  suspected: boolean;
  /** Part of the groups of beats that do. */
  part: number;
  windows: RhythmWindow[];
}

function judged(stretch: LeadStretch, beats: readonly number[], from: number, to: number): RhythmWindow | null {
  const own = beats.slice(from, to + 1);
  const intervals = own.slice(1).map((beat, index) => ((beat - (own[index] ?? 0)) * 1000) / stretch.rate_hz);
  const entropy = coefficientOfSampleEntropy(intervals);
  if (entropy === null) return null;
  const p_ratio = entropy > IRREGULAR_ENTROPY ? pWaveRatio(stretch, own) : null;
  return { from, to, entropy, p_ratio, suspected: p_ratio !== null && p_ratio < NO_P_WAVE };
}

/**
 * Whether atrial fibrillation is suspected: in a group of about a dozen beats the RR intervals are as irregular as in
 * fibrillation, and nothing before the QRS complexes repeats as a P wave would. Neither alone is enough: premature beats make
 * intervals irregular, and small P waves hide in noise.
 *
 * @param stretch leads without wander, in µV
 * @param beats all beats of the stretch
 * @returns null for fewer than eight beats
 */
export function suspectFibrillation(stretch: LeadStretch, beats: readonly number[]): FibrillationSuspicion | null {
  if (beats.length < LEAST_INTERVALS + 1) return null;
  const windows: RhythmWindow[] = [];
  for (let from = 0; from === 0 || from + WINDOW_BEATS <= beats.length; from += STEP_BEATS) {
    const window = judged(stretch, beats, from, Math.min(beats.length, from + WINDOW_BEATS) - 1);
    if (window) windows.push(window);
  }
  const suspected = windows.filter((window) => window.suspected).length;
  return { suspected: suspected > 0, part: windows.length === 0 ? 0 : suspected / windows.length, windows };
}
