import { highPass, lowPass } from '@/lib/signals/filter/biquad';
import { filterZeroPhase } from '@/lib/signals/filter/zero-phase';
import { Workspace } from '@/lib/signals/workspace';
import { upperMedian } from '../order-statistics';

/** Leads of one unbroken stretch, sampled together: one array of µV a lead, all of one length. */
export interface LeadStretch {
  rate_hz: number;
  leads: readonly Float64Array[];
}

// Elgendi M. Fast QRS detection with an optimized knowledge-based method: evaluation on 11 standard ECG databases.
// PLoS ONE 2013;8(9):e73557. Band, widths of both averages and the offset are that paper's optimum.
const BAND_HZ = [8, 20] as const;
const QRS_S = 0.097;
const BEAT_S = 0.611;
const OFFSET_PART = 0.08;
/** Two QRS complexes cannot be closer: the ventricles are refractory. */
const REFRACTORY_S = 0.2;
/** A T wave after a QRS: looked at twice when it is less than this behind it. */
const T_WAVE_S = 0.36;

/** The mean over `width` samples around a sample, at the ends over what is there, for any width and sample. */
function centredMeans(values: Float64Array, workspace: Workspace): (width: number) => (at: number) => number {
  const sums = workspace.zeros('sums', values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = (sums[k] ?? 0) + (values[k] ?? 0);
  return (width) => {
    const half = Math.max(0, width >> 1);
    return (at) => {
      const from = Math.max(0, at - half);
      const to = Math.min(values.length, at + half + 1);
      return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    };
  };
}

/** A lead's usual size: the median of its largest values in stretches of two seconds, so that one artefact says nothing. */
function usualPeak(values: Float64Array, rate_hz: number): number {
  const count = Math.max(1, Math.round(2 * rate_hz));
  const peaks: number[] = [];
  for (let from = 0; from < values.length; from += count) {
    let peak = 0;
    for (let k = from; k < Math.min(values.length, from + count); k++) peak = Math.max(peak, Math.abs(values[k] ?? 0));
    peaks.push(peak);
  }
  return upperMedian(Float64Array.from(peaks));
}

/** A lead whose usual level is this part of its usual peak or more holds noise alone (a QRS fills a tenth of the time). */
const NOISE_PART = 0.3;

/** How far a lead's word counts is judged anew for each stretch of this length. */
const VOICE_S = 2;
/** …but no lead is ever quite without a word, so that a stretch in which all are noise still has its best guess. */
const LEAST_VOICE = 0.01;

/** How far a lead's word counts in a stretch: 1 where its peaks stand out of next to nothing, next to 0 where nothing does. */
function voiceOf(band: Float64Array, peak: number, workspace: Workspace): number {
  const sizes = workspace.zeros('sizes', band.length);
  for (let k = 0; k < band.length; k++) sizes[k] = Math.abs(band[k] ?? 0);
  const level = upperMedian(sizes);
  return Math.max(LEAST_VOICE, (1 - Math.min(1, level / (NOISE_PART * peak))) ** 4);
}

/**
 * What all leads say together of QRS energy, sample by sample: each lead in the band of the QRS, as large as its usual
 * peak, squared, and the mean over the leads by how clearly their peaks stand out at the time. So a small lead counts as much
 * as a large one, and one that is noise, or for as long as it is, hardly counts.
 */
function qrsEnergy({ rate_hz, leads }: LeadStretch, workspace: Workspace): Float64Array {
  const high = Math.min(BAND_HZ[1], rate_hz * 0.45);
  const sections = [...highPass(BAND_HZ[0], rate_hz), ...lowPass(high, rate_hz)];
  const energy = workspace.zeros('energy', leads[0]?.length ?? 0);
  const voices = workspace.zeros('voices', energy.length);
  const count = Math.max(1, Math.round(VOICE_S * rate_hz));
  for (const lead of leads) {
    const band = filterZeroPhase(lead, sections, Math.round(rate_hz), workspace);
    const peak = usualPeak(band, rate_hz);
    for (let from = 0; peak > 0 && from < energy.length; from += count) {
      const part = band.subarray(from, from + count);
      const voice = voiceOf(part, peak, workspace);
      for (let k = 0; k < part.length; k++) {
        energy[from + k] = (energy[from + k] ?? 0) + voice * ((part[k] ?? 0) / peak) ** 2;
        voices[from + k] = (voices[from + k] ?? 0) + voice;
      }
    }
  }
  for (let k = 0; k < energy.length; k++) energy[k] = (energy[k] ?? 0) / (voices[k] || 1);
  return energy;
}

interface Block {
  from: number;
  to: number;
  /** Where the energy is highest. */
  peak: number;
  height: number;
}

/** Stretches in which the energy of a QRS's length stands out of that of a beat's length. */
function blocksOf(energy: Float64Array, rate_hz: number, workspace: Workspace): Block[] {
  const meanOver = centredMeans(energy, workspace);
  const short = meanOver(Math.round(QRS_S * rate_hz));
  const long = meanOver(Math.round(BEAT_S * rate_hz));
  // the offset follows the recording's own mean over some seconds, so that an artefact does not make later beats small
  const offset = meanOver(Math.round(10 * rate_hz));
  const least = Math.round(QRS_S * rate_hz * 0.6);
  const blocks: Block[] = [];
  const stands = (at: number) => short(at) > long(at) + OFFSET_PART * offset(at);
  for (let k = 0; k < energy.length; ) {
    if (!stands(k)) {
      k += 1;
      continue;
    }
    const from = k;
    let peak = k;
    while (k < energy.length && stands(k)) {
      if (short(k) > short(peak)) peak = k;
      k += 1;
    }
    if (k - from >= least) blocks.push({ from, to: k, peak, height: short(peak) });
  }
  return blocks;
}

/** A block this much lower than its neighbours' median is no QRS of the same rhythm. */
const LOW_PART = 0.22;
/** One shortly after another and this much lower is the T wave of the first. */
const T_WAVE_PART = 0.3;

function isTooLow(blocks: readonly Block[], index: number): boolean {
  const around = blocks.slice(Math.max(0, index - 5), index + 6).map(({ height }) => height);
  return (blocks[index]?.height ?? 0) < LOW_PART * upperMedian(Float64Array.from(around));
}

/** Blocks that are QRS complexes: not too low, not within the refractory time of a higher one, no T wave. */
function chooseBeats(blocks: readonly Block[], rate_hz: number): Block[] {
  const beats: Block[] = [];
  for (const block of blocks.filter((_, index) => !isTooLow(blocks, index))) {
    const before = beats.at(-1);
    const distance = before ? (block.peak - before.peak) / rate_hz : Number.POSITIVE_INFINITY;
    if (!before || distance > T_WAVE_S) beats.push(block);
    else if (distance < REFRACTORY_S) {
      if (block.height > before.height) beats[beats.length - 1] = block;
    } else if (block.height >= T_WAVE_PART * before.height) beats.push(block);
  }
  return beats;
}

/**
 * Finds the QRS complexes of a stretch by the energy all its leads hold together.
 *
 * @param workspace for whoever goes through a long recording block by block
 * @returns the sample of each one's highest energy, in order; its fiducial point is found later, on the median beat
 */
export function detectBeats(stretch: LeadStretch, workspace = new Workspace()): number[] {
  const energy = qrsEnergy(stretch, workspace);
  return chooseBeats(blocksOf(energy, stretch.rate_hz, workspace), stretch.rate_hz).map(({ peak }) => peak);
}
