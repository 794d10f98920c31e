import { rateHz } from '@/lib/signals/rate';
import type { Segment } from '@/lib/signals/types';
import type { Warnings } from './common/warnings';
import type { Recording, RecordingChannel } from './recording';

const ECG_RATES = { min: 25, max: 40_000 };
/** Rounding alone explains less than the larger of these two. */
const TOLERANCE = { units: 2, microvolts: 10 };
/** Enough to see a wrong lead, few enough to cost nothing on a long recording. */
const LOOKED_AT = 20_000;

/**
 * Adds the warnings that hold for every format: nothing but gaps, a flat lead, a sampling rate that no ECG has, and limb
 * leads that contradict each other. Nothing is changed.
 */
export function checkRecording(recording: Recording, warnings: Warnings): void {
  const channels = recording.blocks.filter(({ kind }) => kind === 'rhythm').flatMap((block) => block.channels);
  if (channels.length > 0 && channels.every(({ segments }) => segments.every(isFlat))) {
    warnings.add('no_signal', 'No channel holds a signal.');
  }
  for (const channel of channels) {
    if (channel.lead === null) continue;
    if (channel.segments.length > 0 && channel.segments.every(isFlat)) {
      warnings.add('flat_lead', `Lead ${channel.lead} is flat: perhaps it was not connected.`);
    }
    const hz = rateHz(channel.rate);
    if (hz < ECG_RATES.min || hz > ECG_RATES.max) {
      warnings.add('unlikely_rate', `Lead ${channel.lead} has a sampling rate that no ECG has.`);
    }
  }
  for (const block of recording.blocks) if (block.kind === 'rhythm') checkLimbLeads(block.channels, warnings);
}

function isFlat({ samples }: Segment): boolean {
  return samples.every((value) => value === samples[0]);
}

/** III = II − I, by the median of what is left over, on scaled values and on stored ones. */
function checkLimbLeads(channels: readonly RecordingChannel[], warnings: Warnings): void {
  const [one, two, three] = ['I', 'II', 'III'].map((name) => {
    const found = channels.filter(({ lead }) => lead === name);
    return found.length === 1 ? found[0] : undefined;
  });
  if (one?.unit !== 'uV' || two?.unit !== 'uV' || three?.unit !== 'uV') return;
  const segments = [one, two, three].map((channel) => channel.segments[0]);
  const [a, b, c] = segments;
  const together = a !== undefined && a.start_ms === b?.start_ms && a.start_ms === c?.start_ms;
  if (!together || rateHz(one.rate) !== rateHz(two.rate) || rateHz(one.rate) !== rateHz(three.rate)) return;
  if (b === undefined || c === undefined) return;
  const scaled = residue(a, b, c, (segment, value) => (value - segment.offset) * segment.scale);
  const unit = Math.max(Math.abs(a.scale), Math.abs(b.scale), Math.abs(c.scale));
  if (scaled <= Math.max(TOLERANCE.units * unit, TOLERANCE.microvolts)) return;
  if (residue(a, b, c, (_, value) => value) <= TOLERANCE.units) {
    warnings.add(
      'amplitude_suspect',
      'Limb leads agree as stored but not as scaled: the amplitudes cannot be trusted.',
    );
  } else {
    warnings.add(
      'leads_disagree',
      'Lead III is not the difference of II and I: a lead may be inverted or mislabelled.',
    );
  }
}

function residue(a: Segment, b: Segment, c: Segment, value: (segment: Segment, stored: number) => number): number {
  const count = Math.min(a.samples.length, b.samples.length, c.samples.length, LOOKED_AT);
  const left = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    left[i] = Math.abs(value(c, c.samples[i] ?? 0) - value(b, b.samples[i] ?? 0) + value(a, a.samples[i] ?? 0));
  }
  left.sort();
  return left[count >> 1] ?? 0;
}
