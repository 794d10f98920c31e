import type { TherapyDigest } from './night-types';

type Held = Pick<TherapyDigest, 'sessions'>;

/** What a copy of a day holds: time with the mask on, time of signals, sessions whose events are known. */
function held({ sessions }: Held) {
  const all = sessions ?? [];
  return [
    all.reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0),
    all.reduce((sum, { signal_ms }) => sum + signal_ms, 0),
    all.filter(({ counts }) => counts !== null).length,
  ];
}

/**
 * Whether a new copy of a device's day lacks something that an earlier copy held. A device overwrites its signals long
 * before its summary, and a file may be broken on one copy and whole on another: what was stored stays.
 */
export function holdsLess(copy: Held | null, stored: Held | null): boolean {
  if (!stored) return false;
  if (!copy) return true;
  const before = held(stored);
  return held(copy).some((amount, index) => amount < (before[index] ?? 0));
}
