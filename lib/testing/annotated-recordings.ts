import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { AnnotationTrack, Recording } from '@/lib/formats/recording';
import { rateHz } from '@/lib/signals/rate';
import { readOk, recordingFile, recordingFolder } from './recording-files';

/** A recording of an annotated database: its leads in µV, all of one length, and what its annotators marked. */
export interface AnnotatedRecording {
  name: string;
  rate_hz: number;
  leads: { name: string; samples: Float64Array }[];
  tracks: readonly AnnotationTrack[];
  /** SNOMED CT codes of the published diagnoses. */
  diagnoses: string[];
}

/** The mark that stands for a beat, of whatever kind (PhysioNet's list of beat annotations). */
const BEAT = /^[NLRBAaJSVrFejnE/fQ?]$/;

function annotated(name: string, recording: Recording): AnnotatedRecording {
  const channels = recording.blocks.find(({ kind }) => kind === 'rhythm')?.channels ?? [];
  const [first] = channels;
  if (!first) throw new Error(`${name} has no signals`);
  const leads = channels.map(({ lead, label, segments }) => {
    const [segment, more] = segments;
    if (!segment || more) throw new Error(`${name} has gaps`);
    const { samples, scale, offset } = segment;
    return { name: lead ?? label, samples: Float64Array.from(samples, (sample) => (sample - offset) * scale) };
  });
  const diagnoses = recording.statements.flatMap(({ code }) => code ?? []);
  return { name, rate_hz: rateHz(first.rate), leads, tracks: recording.annotations, diagnoses };
}

/** A WFDB record that has a folder of its own in `lib/testing/recordings/wfdb`. */
export function annotatedRecording(folder: string): AnnotatedRecording {
  return annotated(folder, readOk(recordingFolder(`wfdb/${folder}`)));
}

/** The WFDB records that share a folder there, by their names. */
export function annotatedRecordings(folder: string): AnnotatedRecording[] {
  const files = readdirSync(path.join(import.meta.dirname, 'recordings/wfdb', folder)).sort();
  const names = [...new Set(files.map((file) => path.parse(file).name))];
  return names.map((name) => {
    const own = files.filter((file) => path.parse(file).name === name);
    return annotated(name, readOk(own.map((file) => recordingFile(`wfdb/${folder}/${file}`))));
  });
}

/** The marks of an annotator. */
export function trackOf({ name, tracks }: AnnotatedRecording, track: string): AnnotationTrack {
  const found = tracks.find((one) => one.name === track);
  if (!found) throw new Error(`${name} has no annotations ${track}`);
  return found;
}

/** A marked beat: its sample and its kind. */
export interface MarkedBeat {
  at: number;
  code: string;
}

/** The beats that were marked, in order. */
export function markedBeats(recording: AnnotatedRecording, track = 'atr'): MarkedBeat[] {
  const { at, code } = trackOf(recording, track);
  return code.flatMap((one, index) => (BEAT.test(one) ? [{ at: at[index] ?? 0, code: one }] : []));
}
