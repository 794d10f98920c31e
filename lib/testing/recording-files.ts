import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { readRecordingFile } from '@/lib/formats/read-recording-file';
import type { Recording, RecordingChannel } from '@/lib/formats/recording';

const FOLDER = path.join(import.meta.dirname, 'recordings');

/** A real file of `lib/testing/recordings` (see its README). */
export function recordingFile(name: string): NamedBytes {
  return { name: path.basename(name), bytes: readFileSync(path.join(FOLDER, name)) };
}

/** All files of a folder there, by name, without those that are left out. */
export function recordingFolder(folder: string, without: readonly string[] = []): NamedBytes[] {
  const names = readdirSync(path.join(FOLDER, folder)).sort();
  return names.filter((name) => !without.includes(name)).map((name) => recordingFile(`${folder}/${name}`));
}

/** Reads files that must be readable. */
export function readOk(files: readonly NamedBytes[]): Recording {
  const answer = readRecordingFile(files);
  if (!answer.ok) throw new Error(`refused (${answer.reason}): ${answer.detail}`);
  return answer.recording;
}

/** Stored numbers of a channel, one segment after the other; gaps are not there. */
export function storedOf(channel: RecordingChannel | undefined): number[] {
  return channel?.segments.flatMap(({ samples }) => [...samples]) ?? [];
}

/** Physical values of a channel, one segment after the other. */
export function valuesOf(channel: RecordingChannel | undefined): number[] {
  return channel?.segments.flatMap(({ samples, scale, offset }) => [...samples].map((s) => (s - offset) * scale)) ?? [];
}

/** The channel of a lead (or of a label that is no lead) in the first block of a kind. */
export function channelNamed(recording: Recording, name: string, kind = 'rhythm'): RecordingChannel | undefined {
  const block = recording.blocks.find((one) => one.kind === kind);
  return block?.channels.find(({ lead, label }) => (lead ?? label) === name);
}

/** What golden tables give of a signal: its first five stored numbers, their range and their sum. */
export function summary(channel: RecordingChannel | undefined) {
  const stored = storedOf(channel);
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of stored) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { first: stored.slice(0, 5), min, max, sum, count: stored.length };
}

/** The code of each warning, sorted. */
export function warningCodes(recording: Recording): string[] {
  return recording.warnings.map(({ code }) => code).sort();
}

/** The value of a measurement of all leads by its name. */
export function measured(recording: Recording, name: string): number | undefined {
  return recording.measurements.find((one) => one.name === name && one.lead === null)?.value;
}
