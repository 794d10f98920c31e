import type { AnnotationTrack, Recording } from '@/lib/formats/recording';

function trackOf(track: AnnotationTrack): Record<string, unknown> {
  const { wfdb, at, ...rest } = track;
  const numbers = wfdb && {
    subtype: Array.from(wfdb.subtype),
    channel: Array.from(wfdb.channel),
    number: Array.from(wfdb.number),
  };
  return { ...rest, at: Array.from(at), wfdb: numbers };
}

/**
 * Everything a file says beside its samples and its patient, as JSON: what each channel was called, all measurements and
 * statements with their origin, notes, annotations by columns. A record holds only what every device has; this holds
 * the rest, as the file's own.
 */
export function fileDetails(recording: Recording): Uint8Array {
  const { patient, blocks, annotations, warnings: _shown, ...facts } = recording;
  const described = blocks.map(({ channels, ...block }) => ({
    ...block,
    channels: channels.map(({ label, lead, unit, rate, status }) => ({ label, lead, unit, rate, status })),
  }));
  const details = { ...facts, patient_age: patient.age, blocks: described, annotations: annotations.map(trackOf) };
  return new TextEncoder().encode(JSON.stringify(details));
}
