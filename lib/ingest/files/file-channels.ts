import { deriveLimbLeads } from '@/lib/formats/derive-leads';
import { ECG_LEADS } from '@/lib/formats/leads';
import type { Recording, RecordingBlock, RecordingChannel } from '@/lib/formats/recording';
import { periodMs } from '@/lib/signals/rate';
import type { Channel, ChannelKind, Segment } from '@/lib/signals/types';

/** Limb leads are derived in memory, as plain numbers; of recordings longer than this they are left to the reader. */
const MOST_DERIVED_SAMPLES = 4_000_000;
const LONGEST_NAME = 100;
const MICROVOLT = 'uV';
/** The unit of numbers without one: a signal without dimension, or a lead whose file tells no scale. */
const ONE = '1';

/** The signals of a file in the form they are stored in. */
export interface FileChannels {
  /** Rhythm first, then median beats; leads in their standard order. Calibration pulses are left out. */
  channels: Channel[];
  duration_ms: number;
  /** Whether there is anything an ECG could be: a lead by its name, or a voltage. */
  is_ecg: boolean;
}

const orderOf = (name: string): number => {
  // The list widened to strings, as the name need not be in it.
  const order = (ECG_LEADS as readonly string[]).indexOf(name);
  return order < 0 ? ECG_LEADS.length : order;
};

function channelOf(channel: RecordingChannel, kind: ChannelKind): Channel {
  const name = (channel.lead ?? channel.label.trim().slice(0, LONGEST_NAME)) || 'unnamed';
  const { rate, encoding, segments } = channel;
  return { id: '', name, kind, unit: channel.unit ?? ONE, rate, derived: false, encoding, segments };
}

const endOf = ({ start_ms, samples }: Segment, period_ms: number) => start_ms + samples.length * period_ms;

/** Whether one channel goes on where the other has ended, as a lead does that a file holds in several blocks. */
function continues(earlier: Channel, later: Channel): boolean {
  const last = earlier.segments.at(-1);
  const [first] = later.segments;
  const same =
    earlier.name === later.name &&
    earlier.unit === later.unit &&
    earlier.encoding === later.encoding &&
    earlier.rate.numerator === later.rate.numerator &&
    earlier.rate.denominator === later.rate.denominator;
  if (!same || last === undefined || first === undefined) return false;
  const period_ms = periodMs(later.rate);
  // the part of a period by which two starts computed in doubles may touch
  return endOf(last, period_ms) <= first.start_ms + period_ms * 1e-3;
}

/** Rhythm of several blocks: the same lead one after the other is one channel, at the same time it is two. */
function rhythmOf(blocks: readonly RecordingBlock[]): Channel[] {
  const channels: Channel[] = [];
  for (const block of blocks) {
    for (const one of block.channels) {
      const channel = channelOf(one, 'rhythm');
      const at = channels.findIndex((earlier) => continues(earlier, channel));
      const earlier = channels[at];
      if (earlier === undefined) channels.push(channel);
      else channels[at] = { ...earlier, segments: [...earlier.segments, ...channel.segments] };
    }
  }
  return channels;
}

function withDerived(channels: readonly Channel[]): Channel[] {
  const leads = channels.filter(({ unit }) => unit === MICROVOLT);
  const longest = Math.max(
    0,
    ...leads.map(({ segments }) => segments.reduce((sum, one) => sum + one.samples.length, 0)),
  );
  const derived = longest > MOST_DERIVED_SAMPLES ? [] : deriveLimbLeads(leads);
  return [...channels, ...derived].sort((a, b) => orderOf(a.name) - orderOf(b.name));
}

/**
 * The channels of a recording file: its segments as they are, named by their lead or else by their own label. Amplitudes
 * of a lead without a
 * scale have the unit `1` and are never taken for a voltage. Eight leads become twelve (FMT-3).
 */
export function fileChannels(recording: Recording): FileChannels {
  const blocksOf = (kind: ChannelKind) =>
    recording.blocks.filter((block) => block.kind === kind).sort((a, b) => a.start_ms - b.start_ms);
  const rhythm = blocksOf('rhythm');
  const median = blocksOf('median');
  const beats = median.flatMap((block) => withDerived(block.channels.map((one) => channelOf(one, 'median'))));
  const channels = [...withDerived(rhythmOf(rhythm)), ...beats].map((one, index) => ({ ...one, id: String(index) }));
  const shown = rhythm.length > 0 ? rhythm : median;
  const is_ecg = [...rhythm, ...median]
    .flatMap((block) => block.channels)
    .some(({ lead, unit, segments }) => segments.length > 0 && (lead !== null || unit === MICROVOLT));
  const duration_ms = Math.max(0, ...shown.map((block) => block.start_ms + block.duration_ms));
  return { channels, duration_ms, is_ecg };
}
