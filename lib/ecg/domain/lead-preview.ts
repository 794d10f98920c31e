import type { WindowChannel } from '@/lib/signals/window';

/** A lead in a few pixel columns, whole µV; null where there is a gap. For small drawings that are not to scale. */
export interface LeadPreview {
  min_uv: (number | null)[];
  max_uv: (number | null)[];
}

/** Lead II where it was recorded, the first rhythm lead otherwise; null for a recording without any. */
export function previewLead(channels: readonly { id: string; name: string; kind: string }[]) {
  const rhythm = channels.filter(({ kind }) => kind === 'rhythm');
  return rhythm.find(({ name }) => name === 'II') ?? rhythm[0] ?? null;
}

/**
 * Lowest and highest value of each column of a window: whatever the width, no peak is lost.
 * @param channel samples or bins of the window, in µV
 */
export function leadPreview(
  channel: WindowChannel,
  window: { from_ms: number; to_ms: number },
  columns: number,
): LeadPreview {
  const min_uv = new Array<number | null>(columns).fill(null);
  const max_uv = new Array<number | null>(columns).fill(null);
  const low = channel.kind === 'samples' ? channel.values : channel.min;
  const high = channel.kind === 'samples' ? channel.values : channel.max;
  for (let i = 0; i < low.length; i += 1) {
    const least = low[i] ?? Number.NaN;
    const most = high[i] ?? Number.NaN;
    if (Number.isNaN(least) || Number.isNaN(most)) continue;
    const share = (channel.start_ms + i * channel.step_ms - window.from_ms) / (window.to_ms - window.from_ms);
    const column = Math.min(columns - 1, Math.max(0, Math.floor(share * columns)));
    min_uv[column] = Math.min(min_uv[column] ?? Number.POSITIVE_INFINITY, Math.round(least));
    max_uv[column] = Math.max(max_uv[column] ?? Number.NEGATIVE_INFINITY, Math.round(most));
  }
  return { min_uv, max_uv };
}
