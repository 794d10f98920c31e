/** After this many nights without an upload a device that should send every night is silent (DEV-2). */
export const SILENT_NIGHTS = 3;

const DAY_MS = 86_400_000;

/** The latest instant of a last upload that makes a nightly device silent. */
export function silentBefore(now: Date): Date {
  return new Date(now.getTime() - SILENT_NIGHTS * DAY_MS);
}

/** Nights that have passed since an instant: whole days, never negative. */
export function nightsSince(instant: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - instant.getTime()) / DAY_MS));
}
