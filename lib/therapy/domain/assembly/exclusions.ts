/** Why and by whom something was taken out of the figures, as it is shown. */
export interface ExclusionNote {
  reason: string;
  /** Name of the person, as it was then. */
  author: string | null;
  excluded_at: Date;
}

/**
 * A session, or all a device sent of a day, that a person took out of the figures (PAP-7). It stands with the record, so
 * it stays whatever night the session comes to belong to.
 */
export interface Exclusion extends ExclusionNote {
  /** Times of the session as it was then; null: everything of the record, also where it has no sessions. */
  start: Date | null;
  end: Date | null;
  author_id: string | null;
}

interface Timed {
  start: Date;
  end: Date;
}

const sharesTime = (a: Timed, b: Timed) =>
  a.start.getTime() === b.start.getTime() || (a.start < b.end && b.start < a.end);

const covers = ({ start, end }: Exclusion, session: Timed) =>
  start === null || end === null || sharesTime({ start, end }, session);

/**
 * What takes a session out of the figures. A later version of a record may move a session's ends (a card read while the
 * mask was on), so a session that shares time with an excluded one is that one.
 * @param session null for the day of a record without sessions
 */
export function exclusionOf(session: Timed | null, exclusions: readonly Exclusion[]): Exclusion | null {
  return exclusions.find((one) => (session === null ? one.start === null : covers(one, session))) ?? null;
}

/** @param sessions those to take out; empty for the day of a record without sessions */
export function withExcluded(
  known: readonly Exclusion[],
  sessions: readonly Timed[],
  why: Omit<Exclusion, 'start' | 'end'>,
): Exclusion[] {
  const added = sessions.length === 0 ? [{ start: null, end: null }] : sessions;
  return [...known, ...added.map(({ start, end }) => ({ start, end, ...why }))];
}

/**
 * Takes sessions back into the figures. What was excluded together with them stays out, session by session.
 * @param all every session of the record
 * @param sessions those to take back; empty for the day of a record without sessions
 */
export function withIncluded(
  known: readonly Exclusion[],
  all: readonly Timed[],
  sessions: readonly Timed[],
): Exclusion[] {
  const back = (session: Timed) => sessions.some((one) => sharesTime(one, session));
  const kept = all.filter((session) => !back(session));
  return known.flatMap((exclusion): Exclusion[] => {
    if (sessions.length > 0 && !sessions.some((session) => covers(exclusion, session))) return [exclusion];
    return kept.filter((session) => covers(exclusion, session)).map(({ start, end }) => ({ ...exclusion, start, end }));
  });
}
