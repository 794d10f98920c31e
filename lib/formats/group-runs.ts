import { packChannel, type SampleRun } from '@/lib/signals/pack';
import { periodMs, toRationalRate } from '@/lib/signals/rate';
import type { Channel, ChannelKind } from '@/lib/signals/types';

/** One stretch of one signal as a source has it. */
export interface SignalPiece extends SampleRun {
  name: string;
  kind: ChannelKind;
  unit: string;
  sampling_rate_hz: number;
  /** Where it stands in what was sent (JSON pointer). */
  pointer: string;
}

interface Group {
  pieces: SignalPiece[];
  end_ms: number;
}

/** A channel with the place of its first piece. */
export interface PlacedChannel {
  channel: Channel;
  pointer: string;
}

/** Two runs may share an instant by this part of a sampling period: the error of a start computed in doubles. */
const TOUCHING = 1e-3;

/**
 * Makes channels of pieces: pieces of the same name, kind, unit and rate that follow each other become segments of one
 * channel; one that overlaps begins another channel of the same name. Channels of nothing but gaps keep no segment.
 * `id` is left empty: it is the channel's place, which the caller decides.
 */
export function groupRuns(pieces: readonly SignalPiece[]): PlacedChannel[] {
  const groups = new Map<string, Group[]>();
  for (const piece of [...pieces].sort((a, b) => a.start_ms - b.start_ms)) {
    const key = JSON.stringify([piece.kind, piece.name, piece.unit, piece.sampling_rate_hz]);
    const period = 1000 / piece.sampling_rate_hz;
    const end_ms = piece.start_ms + piece.values.length * period;
    const candidates = groups.get(key) ?? [];
    groups.set(key, candidates);
    const group = candidates.find((one) => one.end_ms <= piece.start_ms + period * TOUCHING);
    if (group === undefined) {
      candidates.push({ pieces: [piece], end_ms });
    } else {
      group.pieces.push(piece);
      group.end_ms = end_ms;
    }
  }
  return [...groups.values()].flat().flatMap((group) => toChannel(group));
}

function toChannel({ pieces }: Group): PlacedChannel[] {
  const [first] = pieces;
  if (first === undefined) return [];
  const rate = toRationalRate(first.sampling_rate_hz);
  const info = { id: '', name: first.name, kind: first.kind, unit: first.unit, rate, derived: false };
  return [{ channel: packChannel(info, periodMs(rate), pieces), pointer: first.pointer }];
}
