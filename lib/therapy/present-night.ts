import type { NightDocument } from '@/models/therapy-night';
import type { Night } from './contracts';

/** A stored night as it is read back. */
export function presentNight(document: NightDocument): Night {
  const { _id, organization_id: _organization, patient_id: _patient, ...night } = document;
  return {
    ...night,
    id: _id,
    start: night.start.toISOString(),
    end: night.end.toISOString(),
    clock: night.clock.map(({ at, utc_offset_minutes }) => ({ at: at.toISOString(), utc_offset_minutes })),
    sessions: night.sessions.map((session) => ({
      ...session,
      start: session.start.toISOString(),
      end: session.end.toISOString(),
    })),
    updated_at: night.updated_at.toISOString(),
  };
}
