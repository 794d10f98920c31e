import { wholeReading } from '@/lib/ecg/domain/reading/reading';
import { offsetText } from '@/lib/formats/common/written-time';
import type { SamplesChannel, SignalWindow } from '@/lib/signals/window';
import type { RecordDocument } from '@/models/record';
import type { ExportedEcg } from './load-for-export';

/** An instant with the offset the device had: `2026-11-03T08:15:00.000+01:00`. */
function withOffset(instant: Date, minutes: number): string {
  const local = new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  return `${local}${offsetText(minutes)}`;
}

/** Only what is there: the upload format has absent fields, not null ones. */
function present<T extends object>(fields: T | null): Partial<T> {
  if (!fields) return {};
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  // made of fields of the same object just above
  return Object.fromEntries(known) as Partial<T>;
}

/** Channels that begin together make a block. Our own numbers: what states no voltage is left out. */
function blocksOf(kind: 'rhythm' | 'median', { channels }: SignalWindow) {
  const groups = new Map<number, SamplesChannel[]>();
  for (const channel of channels) {
    if (channel.kind !== 'samples' || channel.unit !== 'uV') continue;
    groups.set(channel.start_ms, [...(groups.get(channel.start_ms) ?? []), channel]);
  }
  return [...groups].map(([start, members]) => ({
    kind,
    start_offset_ms: Math.max(0, start),
    channels: members.map(({ name, sampling_rate_hz, values }) => ({
      ...{ name, sampling_rate_hz, unit: 'uV' },
      samples: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    })),
  }));
}

function exportNote({ record_id, version, reading }: RecordDocument) {
  const { state, statement, author, recorded_at } = wholeReading(reading);
  return { record_id, version, reading: { state, statement, author, recorded_at } };
}

/**
 * An ECG in our own upload format, so that another Nightbeat takes it as it stands: leads in µV, measurements and statements
 * of the device. What a reader said stands under `vendor.nightbeat`: the format has no field in which it would become
 * somebody's reading.
 */
export function ownJson(
  { document, patient }: ExportedEcg,
  windows: { rhythm: SignalWindow; median: SignalWindow | null },
): Record<string, unknown> {
  const { family_name, given_name, birth_date, sex } = patient;
  const { recording_date, utc_offset_minutes, device_id, source_id, priority, measurements, statements } = document;
  const filters = present(document.filters);
  const order = present(document.order);
  const device = present(document.device);
  const blocks = [...blocksOf('rhythm', windows.rhythm), ...(windows.median ? blocksOf('median', windows.median) : [])];
  return {
    patient_id: patient.patient_id,
    patient: present({ family_name, given_name, birth_date, sex: sex === 'unknown' ? null : sex }),
    device_id,
    ...present({ source_id, site: document.site, operator: document.operator }),
    recording_date: withOffset(recording_date, utc_offset_minutes),
    priority,
    ...(Object.keys(order).length > 0 ? { order } : {}),
    ...(Object.keys(device).length > 0 ? { device } : {}),
    recording: { blocks, ...(Object.keys(filters).length > 0 ? { filters } : {}) },
    measurements: present(measurements),
    statements,
    vendor: { ...document.vendor, nightbeat: exportNote(document) },
  };
}
