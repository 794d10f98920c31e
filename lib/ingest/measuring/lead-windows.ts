import type { LeadValues } from '@/lib/measure/domain/lead-values';
import type { ContainerHeader } from '@/lib/signals/container-header';
import { type StoredChannel, slotCount } from '@/lib/signals/container-layout';
import { periodMs, rateHz } from '@/lib/signals/rate';
import { type ReadRange, readWindow } from '@/lib/signals/read-container';

/**
 * About as many values are in memory at once, of all leads together: 1.6 MB. Of a day read in larger parts the garbage of
 * several is kept for a while: with five times as many the worker grew by 100 MB, with these by 23 MB.
 */
const VALUES_AT_ONCE = 200_000;
/** Parts of whole stretches of quality (10 s), so that a recording in parts is judged as it would be in one. */
const STEP_S = 10;

/** The kept signals end before their header says, or cannot be taken apart. */
export class DamagedSignalsError extends Error {
  override name = 'DamagedSignalsError';
}

/** Whether a channel has samples in a stretch of time; pauses may be much longer than what was recorded. */
const hasSamples = ({ rate, segments }: StoredChannel, from_ms: number, to_ms: number) =>
  segments.some(({ start_ms, count }) => start_ms < to_ms && start_ms + count * periodMs(rate) > from_ms);

/**
 * The voltages of a recording, a part of all leads at a time: half a minute of twelve leads. What a day of samples takes is
 * never in memory.
 * @throws DamagedSignalsError
 */
export async function* leadWindows(readRange: ReadRange, header: ContainerHeader): AsyncGenerator<LeadValues[]> {
  const stored = header.channels.filter(({ kind, unit }) => kind === 'rhythm' && unit === 'uV');
  const derived = new Map(stored.map((channel) => [channel.id, channel.derived]));
  const channels = stored.map(({ id }) => id);
  const rate = stored.reduce((sum, channel) => sum + rateHz(channel.rate), 0);
  const part_ms = Math.max(1, Math.floor(VALUES_AT_ONCE / rate / STEP_S)) * STEP_S * 1000;
  const ends = stored.map(
    (channel) => (channel.segments[0]?.start_ms ?? 0) + slotCount(channel) * periodMs(channel.rate),
  );
  const end_ms = Math.max(0, ...ends);
  for (let from_ms = 0; from_ms < end_ms; from_ms += part_ms) {
    const to_ms = from_ms + part_ms;
    if (!stored.some((channel) => hasSamples(channel, from_ms, to_ms))) continue;
    const read = await readWindow(readRange, header, { from_ms, to_ms, channels, block: 'rhythm' });
    if (!read.ok) throw new DamagedSignalsError(read.reason);
    yield read.window.channels.flatMap(({ id, name, sampling_rate_hz, start_ms, ...channel }) =>
      // without a width every value is given as it is
      channel.kind === 'samples'
        ? [{ id, name, derived: derived.get(id) ?? false, rate_hz: sampling_rate_hz, start_ms, values: wide(channel) }]
        : [],
    );
  }
}

const wide = ({ values }: { values: Float32Array | Float64Array }) =>
  values instanceof Float64Array ? values : Float64Array.from(values);
