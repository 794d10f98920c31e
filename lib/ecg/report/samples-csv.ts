import { bandwidthText } from '@/lib/client/bandwidth-text';
import { wholeReading } from '@/lib/ecg/domain/reading/reading';
import { csvRow } from '@/lib/formats/common/csv';
import type { SamplesChannel, SignalWindow } from '@/lib/signals/window';
import type { ExportedEcg } from './load-for-export';

/** Facts before the samples: what they are of, whose, when, and by whom. No name: the file is data, not a chart. */
function facts({ document, patient }: ExportedEcg, window: SignalWindow): [string, string | number | null][] {
  const { state, author } = wholeReading(document.reading);
  const { make = null, model = null, serial = null } = document.device ?? {};
  return [
    ['record', document.record_id],
    ['version', document.version],
    ['patient id', patient.patient_id],
    ['recorded [UTC]', document.recording_date.toISOString()],
    ['UTC offset of the device [min]', document.utc_offset_minutes],
    ['device', [make, model, serial].filter(Boolean).join(' ') || document.device_id],
    ['bandwidth as recorded', bandwidthText(document.filters)],
    ['display filter', 'none'],
    ['part [ms]', `${window.from_ms} to ${window.to_ms} of ${document.duration_ms}`],
    ['reading', state],
    ['reader', author],
    ['source', 'samples as the device sent them; leads marked derived are computed from others'],
  ];
}

/** Channels that share their instants, so that they stand in one table. */
function tables(channels: readonly SamplesChannel[]): SamplesChannel[][] {
  const groups = new Map<string, SamplesChannel[]>();
  for (const channel of channels) {
    const key = `${channel.start_ms} ${channel.step_ms}`;
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  return [...groups.values()];
}

function table(channels: readonly SamplesChannel[], derived: ReadonlySet<string>, start: Date): string[] {
  const [first] = channels;
  if (!first) return [];
  const heads = channels.map(({ id, name, unit }) => `${name} [${unit}]${derived.has(id) ? ' derived' : ''}`);
  const length = Math.max(...channels.map(({ values }) => values.length));
  const rows = [csvRow(['time from start [ms]', 'time [UTC]', ...heads])];
  for (let index = 0; index < length; index += 1) {
    const ms = first.start_ms + index * first.step_ms;
    const time = new Date(start.getTime() + ms).toISOString();
    rows.push(csvRow([ms, time, ...channels.map(({ values }) => values[index] ?? null)]));
  }
  return rows;
}

/**
 * Samples as a table (RFC 4180, UTF-8): facts, an empty line, then a row an instant; leads of other rates in a table of
 * their own below. Gaps are empty.
 */
export function samplesCsv(exported: ExportedEcg, window: SignalWindow): string {
  const { document } = exported;
  const channels = window.channels.flatMap((channel) => (channel.kind === 'samples' ? [channel] : []));
  const derived = new Set(document.channels.filter((channel) => channel.derived).map(({ id }) => id));
  const parts = tables(channels).map((group) => table(group, derived, document.recording_date).join(''));
  return [facts(exported, window).map(csvRow).join(''), ...parts].join('\r\n');
}
