import type { Permission } from '@/lib/accounts/permissions';
import type { READING_STATES } from '@/lib/recordings/contracts';

export type ReadingState = (typeof READING_STATES)[number];

/** Who reads: the name as it is kept beside what is said, and the account's id. */
export interface Reader {
  author: string | null;
  author_id: string | null;
}

/** What a reader said of one version of an ECG, and how far that has come. */
interface ReadingText extends Reader {
  state: ReadingState;
  version: number;
  /** The reader's own words, never the device's; null while nobody has said anything. */
  statement: string | null;
  recorded_at: Date | null;
  /** From receipt of the version to its first confirmation; null until then. */
  time_to_read_ms: number | null;
}

/** A reading of an earlier version, which says nothing of this one. */
export interface EarlierReading {
  state: ReadingState;
  version: number;
  author: string | null;
  recorded_at: Date | null;
}

export interface Reading extends ReadingText {
  /** The last confirmed reading of an older version; null where there is none. */
  earlier: EarlierReading | null;
  /** What stood before the newest confirmation or amendment, for who takes it back; else null. */
  before: ReadingText | null;
}

/** As stored: recordings of an older release hold no more than state and version. */
export type StoredReading = Pick<Reading, 'state' | 'version'> & Partial<Reading>;

export type ReadingAction = 'save' | 'confirm' | 'amend' | 'undo';

/** What the history of a reading can hold. */
export const READING_EVENTS = [
  'saved',
  'confirmed',
  'amended',
  'undone',
  'repeat_requested',
  'repeat_withdrawn',
] as const;

/** One step of a reader. */
export type ReadingChange =
  | { action: 'save' | 'confirm'; statement: string }
  | { action: 'amend'; statement: string; reason: string }
  | { action: 'undo' };

export type ReadingRefusal = 'not_in_this_state' | 'undo_over' | 'unchanged';

/** The longest statement; more is a letter. */
export const STATEMENT_LENGTH = 4000;
/** For so long whoever confirmed or amended may take it back as if it had not been. */
export const UNDO_MS = 60_000;

/** What a step needs: a preliminary statement may come from who may not confirm. */
export const PERMISSION_FOR = {
  save: 'reading:write',
  confirm: 'reading:confirm',
  amend: 'reading:confirm',
  undo: 'reading:confirm',
} as const satisfies Record<ReadingAction, Permission>;

const NOTHING_SAID = { statement: null, author: null, author_id: null, recorded_at: null, time_to_read_ms: null };

/** A reading as stored, with everything that is not there named as null. */
export function wholeReading(stored: StoredReading): Reading {
  return { ...NOTHING_SAID, earlier: null, before: null, ...stored };
}

/** Whether a state is a reader's last word, and not on its way there. */
export function isFinal(state: ReadingState): boolean {
  return state === 'confirmed' || state === 'amended';
}

/**
 * The reading a version starts with: none. One that was confirmed on a version before is named, not carried over (ING-5).
 * @param before the reading of the version before; null for the first version, or where it was another patient's
 */
export function unreadVersion(version: number, before: StoredReading | null): Reading {
  const fresh = wholeReading({ state: 'unconfirmed', version });
  if (!before) return fresh;
  const { state, version: of, author, recorded_at, earlier } = wholeReading(before);
  return { ...fresh, earlier: isFinal(state) ? { state, version: of, author, recorded_at } : earlier };
}

/** Until when the newest confirmation or amendment can be taken back; null where there is nothing to take back. */
export function undoUntil({ before, recorded_at }: Reading): Date | null {
  return before && recorded_at ? new Date(recorded_at.getTime() + UNDO_MS) : null;
}

type Decided = { ok: true; reading: Reading } | { ok: false; reason: ReadingRefusal };
const refused = (reason: ReadingRefusal): Decided => ({ ok: false, reason });

function textOf({ earlier: _earlier, before: _before, ...text }: Reading): ReadingText {
  return text;
}

interface Now extends Reader {
  now: Date;
  /** When this version came in. */
  received_at: Date;
}

function undo(reading: Reading, { author_id, now }: Now): Decided {
  const until = undoUntil(reading);
  if (!reading.before || !until) return refused('not_in_this_state');
  if (author_id === null || author_id !== reading.author_id || now > until) return refused('undo_over');
  return { ok: true, reading: { ...reading.before, earlier: reading.earlier, before: null } };
}

const NEXT: Record<'save' | 'confirm' | 'amend', ReadingState> = {
  save: 'preliminary',
  confirm: 'confirmed',
  amend: 'amended',
};

/**
 * One step of the reading workflow (ECG-11): unconfirmed → preliminary → confirmed → amended. Before a confirmation a
 * statement is saved or confirmed, after it amended; a confirmation or amendment is taken back by its author within a
 * minute. That the step meets the version and revision it was decided on is the caller's to check.
 */
export function changeReading(reading: Reading, change: ReadingChange, by: Now): Decided {
  if (change.action === 'undo') return undo(reading, by);
  if (isFinal(reading.state) !== (change.action === 'amend')) return refused('not_in_this_state');
  const { author, author_id, now, received_at } = by;
  const unchanged = change.statement === reading.statement && change.action !== 'confirm';
  if (unchanged) return refused('unchanged');
  const confirms = change.action === 'confirm';
  return {
    ok: true,
    reading: {
      ...reading,
      ...{ author, author_id },
      state: NEXT[change.action],
      statement: change.statement,
      recorded_at: now,
      time_to_read_ms: confirms ? Math.max(0, now.getTime() - received_at.getTime()) : reading.time_to_read_ms,
      before: change.action === 'save' ? null : textOf(reading),
    },
  };
}
