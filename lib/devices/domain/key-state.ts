/** The longest time for which a rotated key goes on working: 30 days. */
export const LONGEST_OVERLAP_HOURS = 30 * 24;

const HOUR_MS = 3_600_000;

interface KeyLife {
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  /** Absent in keys of before there was rotation. */
  replaced_by?: string | null;
}

/** What a key is good for: it works, it works until its successor stands alone, or why it does not. */
export type KeyState = 'live' | 'overlap' | 'replaced' | 'expired' | 'revoked';

/** The state of a key at an instant. */
export function keyState(key: Omit<KeyLife, 'created_at'>, now: Date): KeyState {
  if (key.revoked_at) return 'revoked';
  const over = key.expires_at !== null && key.expires_at <= now;
  if (key.replaced_by) return over ? 'replaced' : 'overlap';
  return over ? 'expired' : 'live';
}

/** When a rotated key ends: after the overlap, or earlier where it would have expired before. */
export function endOfOverlap(key: Pick<KeyLife, 'expires_at'>, now: Date, overlap_hours: number): Date {
  const end = new Date(now.getTime() + overlap_hours * HOUR_MS);
  return key.expires_at !== null && key.expires_at < end ? key.expires_at : end;
}

/** When the key made by rotation expires: it lives as long as the old one was meant to; null for ever. */
export function expiryOfSuccessor(key: Pick<KeyLife, 'created_at' | 'expires_at'>, now: Date): Date | null {
  if (key.expires_at === null) return null;
  return new Date(now.getTime() + (key.expires_at.getTime() - key.created_at.getTime()));
}
