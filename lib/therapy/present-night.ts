import type { NightDocument } from '@/models/therapy-night';
import type { Night } from './contracts';
import type { ExclusionNote } from './domain/assembly/exclusions';

const presentNote = (note: ExclusionNote | null | undefined) =>
  note ? { ...note, excluded_at: note.excluded_at.toISOString() } : null;

/** A stored night as it is read back. */
export function presentNight(document: NightDocument): Night {
  const { _id, organization_id: _organization, patient_id: _patient, ...night } = document;
  return {
    ...night,
    id: _id,
    start: night.start.toISOString(),
    end: night.end.toISOString(),
    clock: night.clock.map(({ at, utc_offset_minutes }) => ({ at: at.toISOString(), utc_offset_minutes })),
    exclusion: presentNote(night.exclusion),
    with_excluded: night.with_excluded ?? null,
    sessions: night.sessions.map((session) => ({
      ...session,
      exclusion: presentNote(session.exclusion),
      start: session.start.toISOString(),
      end: session.end.toISOString(),
    })),
    updated_at: night.updated_at.toISOString(),
  };
}
