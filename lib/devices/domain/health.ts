import { type Period, periodAt } from './assignment';
import type { DeviceCadence } from './kinds';
import { localDate } from './silence';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;

/** Nights or days that the health of a device looks back on. */
export const HEALTH_DAYS = 30;

/** One night or day of a device. */
export interface HealthDay {
  /** `YYYY-MM-DD`: of a night the day it begins on. */
  date: string;
  received: number;
  /** The night is over and the device was in use. */
  expected: boolean;
}

interface ObservedDevice {
  cadence: DeviceCadence;
  shared: boolean;
  assignments: readonly Period[];
  created_at: Date;
}

const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** The night (noon to noon) or day a recording counts for. */
function dayOfRecording(
  recording: { night: string | null; recording_date: Date },
  cadence: DeviceCadence,
  zone: string,
) {
  if (recording.night !== null) return recording.night;
  const shift = cadence === 'nightly' ? HALF_DAY_MS : 0;
  return localDate(new Date(recording.recording_date.getTime() - shift), zone);
}

/**
 * The last thirty nights (or days, for a device that sends when it is used) with what came of each. A nightly device is
 * expected on every night that is over and on which it was known and, unless shared or never assigned, with a patient
 * at its midnight.
 */
export function healthDays(
  device: ObservedDevice,
  recordings: readonly { night: string | null; recording_date: Date }[],
  now: Date,
  zone: string,
): HealthDay[] {
  const nightly = device.cadence === 'nightly';
  const counts = new Map<string, number>();
  for (const recording of recordings) {
    const date = dayOfRecording(recording, device.cadence, zone);
    counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  // the night under way is not over; of days today is the last
  const last = dayOf(localDate(new Date(now.getTime() - (nightly ? HALF_DAY_MS : 0)), zone)) - (nightly ? 1 : 0);
  const known = dayOf(localDate(device.created_at, zone));
  const managed = !device.shared && device.assignments.length > 0;
  return Array.from({ length: HEALTH_DAYS }, (_, index) => {
    const day = last - HEALTH_DAYS + 1 + index;
    // midnight in the middle of the night, to the hour of the zone's offset: assignments change by day
    const midnight = new Date((day + 1) * DAY_MS);
    const inUse = day >= known && (!managed || periodAt(device.assignments, midnight) !== null);
    return { date: dateOf(day), received: counts.get(dateOf(day)) ?? 0, expected: nightly && inUse };
  });
}
