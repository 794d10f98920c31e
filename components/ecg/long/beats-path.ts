import type { Recording } from '@/lib/recordings/contracts';

/** Whether beats are kept beside a recording. */
export function hasBeats({ files }: Pick<Recording, 'files'>): boolean {
  return files.some(({ role }) => role === 'beats');
}

/** The address of all beats of a recording; null where none are kept. */
export function beatsPath(recording: Recording): string | null {
  const { id, version } = recording;
  return hasBeats(recording) ? `/api/ecg/data/${encodeURIComponent(id)}/beats?version=${version}` : null;
}
