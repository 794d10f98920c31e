import type {
  AnnotationTrack,
  Measurement,
  Recording,
  RecordingBlock,
  RecordingChannel,
  WrittenTime,
} from '@/lib/formats/recording';
import { rateHz } from '@/lib/signals/rate';

const MOST_CODES = 8;

interface Range {
  samples: number;
  gaps: number;
  min: number | null;
  max: number | null;
}

/** A recording in words and as plain data, without samples. */
export interface RecordingDescription {
  lines: string[];
  facts: Record<string, unknown>;
}

/**
 * What was understood of a recording.
 *
 * @param identity whether names, ids, birth dates, serial numbers and notes are told, or only which of them are there
 */
export function describeRecording(recording: Recording, identity: boolean): RecordingDescription {
  const facts = {
    format: recording.format,
    version: recording.format_version,
    start: timeText(recording.start),
    patient: present(recording.patient, identity),
    device: present(recording.device, identity),
    filters: present(recording.filters, true),
    blocks: recording.blocks.map(blockFacts),
    measurements: recording.measurements.map(({ name, source, value, unit, lead }) => ({
      name,
      source,
      value,
      unit,
      lead,
    })),
    statements: recording.statements.map(({ text, code, origin }) => ({ text, code, origin })),
    notes: identity ? recording.notes : recording.notes.length,
    annotations: recording.annotations.map(trackFacts),
    warnings: recording.warnings,
  };
  return { lines: linesOf(recording, identity), facts };
}

function linesOf(recording: Recording, identity: boolean): string[] {
  const { blocks, measurements, statements, notes, annotations, warnings } = recording;
  const global = measurements.filter(({ name }) => name !== null);
  return [
    `format        ${recording.format}${recording.format_version === null ? '' : ` ${recording.format_version}`}`,
    `start         ${timeText(recording.start) ?? 'not stated'}`,
    `patient       ${listing(recording.patient, identity)}`,
    `device        ${listing(recording.device, identity)}`,
    `filters       ${listing(recording.filters, true)}`,
    ...blocks.flatMap(blockLines),
    `measurements  ${global.map(measurementText).join(', ') || 'none'}`,
    ...(measurements.length > global.length ? [`              and ${measurements.length - global.length} more`] : []),
    ...statements.map(({ text, code, origin }) => `statement     ${[text, code, origin].filter(Boolean).join(' | ')}`),
    ...(identity ? notes : [`${notes.length} given`]).slice(0, notes.length).map((note) => `notes         ${note}`),
    ...annotations.map((track) => `annotations   ${trackText(track)}`),
    ...warnings.map(({ code, detail }) => `warning       ${code}: ${detail}`),
  ];
}

/** Field by field: the value, or that there is one. What is missing is left out. */
function present(fields: object, values: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, values ? value : 'given']),
  );
}

function listing(fields: object, values: boolean): string {
  const texts = Object.entries(present(fields, values)).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return values ? `${name} ${text}` : name;
  });
  return texts.join(', ') || 'nothing stated';
}

function timeText(time: WrittenTime | null): string | null {
  if (time === null) return null;
  const offset = time.utc_offset_minutes;
  const zone = offset === null ? 'zone not stated' : `UTC${offset < 0 ? '-' : '+'}${Math.abs(offset)} min`;
  return `${[time.date, time.time].filter((part) => part !== null).join(' ')} (${zone})`;
}

function blockFacts({ kind, label, start_ms, duration_ms, channels }: RecordingBlock) {
  const described = channels.map((channel) => {
    const { label: source, lead, unit, rate, status } = channel;
    return { label: source, lead, unit, rate_hz: rateHz(rate), status, ...rangeOf(channel) };
  });
  return { kind, label, start_ms, duration_ms, channels: described };
}

function blockLines(block: RecordingBlock): string[] {
  const { kind, label, start_ms, duration_ms, channels } = blockFacts(block);
  const head = `${kind.padEnd(13)} ${label ?? ''} from ${start_ms} ms, ${duration_ms} ms, ${channels.length} channels`;
  return [
    head.replace(/ {2,}from/, ' from'),
    ...channels.map((channel) => {
      const name = channel.lead ?? `“${channel.label}”`;
      const range = channel.min === null ? 'no samples' : `${rounded(channel.min)}..${rounded(channel.max ?? 0)}`;
      const gaps = channel.gaps > 0 ? `, ${channel.gaps} gaps` : '';
      const status = channel.status === null ? '' : `, ${channel.status}`;
      const unit = channel.unit ?? '(no unit)';
      return `  ${name.padEnd(14)} ${channel.rate_hz} Hz, ${channel.samples} samples, ${range} ${unit}${gaps}${status}`;
    }),
  ];
}

function rangeOf({ segments }: RecordingChannel): Range {
  const range: Range = { samples: 0, gaps: Math.max(0, segments.length - 1), min: null, max: null };
  for (const { samples, scale, offset } of segments) {
    range.samples += samples.length;
    for (let i = 0; i < samples.length; i++) {
      const value = ((samples[i] ?? 0) - offset) * scale;
      if (range.min === null || value < range.min) range.min = value;
      if (range.max === null || value > range.max) range.max = value;
    }
  }
  return range;
}

function rounded(value: number): number {
  return Number(value.toPrecision(8));
}

function measurementText({ name, source, value, unit, lead }: Measurement): string {
  return `${name ?? source}${lead === null ? '' : ` ${lead}`} ${value}${name === null && unit !== null ? ` ${unit}` : ''}`;
}

function countCodes({ code }: AnnotationTrack): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of code) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function trackFacts(track: AnnotationTrack) {
  const counts = Object.fromEntries(countCodes(track).slice(0, MOST_CODES));
  return { name: track.name, marks: track.at.length, block: track.block, counts };
}

function trackText(track: AnnotationTrack): string {
  const counts = countCodes(track);
  const shown = counts.slice(0, MOST_CODES).map(([code, count]) => `${count} ${code}`);
  return `${track.name}: ${track.at.length} marks (${shown.join(', ')}${counts.length > MOST_CODES ? ', …' : ''})`;
}
