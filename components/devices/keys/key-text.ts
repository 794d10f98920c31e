import type { ChipState } from '@/components/ui/status-chip';
import { formatSpan } from '@/lib/client/format-time';
import type { ApiKey } from '@/lib/devices/contracts';
import { type KeyState, keyState } from '@/lib/devices/domain/key-state';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** How long a key still works: whole days to the nearest, the last two days to the minute. */
function leftText(ms: number): string {
  const step = ms > 2 * DAY_MS ? DAY_MS : MINUTE_MS;
  return formatSpan(Math.round(ms / step) * step);
}

const date = (text: string | null) => (text === null ? null : new Date(text));

/** The state of a key at an instant (ISO text). */
export function stateOfKey(key: ApiKey, now: string): KeyState {
  const { replaced_by } = key;
  return keyState({ replaced_by, expires_at: date(key.expires_at), revoked_at: date(key.revoked_at) }, new Date(now));
}

/** The state of a key as shape and word; null for a key in ordinary use, about which there is nothing to say. */
export function keyChip(key: ApiKey, now: string): { state: ChipState; word: string } | null {
  switch (stateOfKey(key, now)) {
    case 'overlap':
      return { state: 'waiting', word: `Overlap ${leftText(Date.parse(key.expires_at ?? now) - Date.parse(now))}` };
    case 'replaced':
      return { state: 'absent', word: 'Replaced' };
    case 'expired':
      return { state: 'absent', word: 'Expired' };
    case 'revoked':
      return { state: 'absent', word: 'Revoked' };
    case 'live':
      return key.last_used_at === null ? { state: 'info', word: 'New' } : null;
  }
}

/** A key as it may be named on screen. */
export const keyName = (key: Pick<ApiKey, 'prefix'>): string => `nb_${key.prefix}`;
