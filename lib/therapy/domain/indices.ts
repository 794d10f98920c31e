/** Kinds of breathing events that count for an index, by the index they count for. */
const COUNTED = {
  obstructive_apnea: 'oai',
  central_apnea: 'cai',
  mixed_apnea: 'mai',
  unclassified_apnea: 'uai',
  hypopnea: 'hi',
} as const;

type Index = (typeof COUNTED)[keyof typeof COUNTED];

/** A session as far as indices need it. `events: null` means not known, `[]` that there were none. */
export interface IndexedSession {
  start: Date;
  end: Date;
  events: readonly { type: string }[] | null;
  /** Taken out of the totals by a person (PAP-7). */
  excluded?: boolean;
}

/** Usage in minutes and events per hour of usage; `null` where events are not known or there was no usage. */
export type PooledIndices = { usage_minutes: number; ahi: number | null } & Record<Index, number | null>;

/** How many of a session's events are apnoeas or hypopnoeas. */
export function countBreathingEvents(events: readonly { type: string }[]): number {
  return events.filter((event) => Object.hasOwn(COUNTED, event.type)).length;
}

/**
 * The indices of several sessions together (PAP-3): all events over all hours of usage, never a mean of the sessions'
 * own indices, in which a short nap would weigh as much as a night. One session whose events are not known makes the
 * indices unknown: its hours cannot be counted as quiet ones.
 */
export function pooledIndices(sessions: readonly IndexedSession[]): PooledIndices {
  const counts: Record<Index, number> = { oai: 0, cai: 0, mai: 0, uai: 0, hi: 0 };
  let usageMs = 0;
  let known = true;
  for (const session of sessions) {
    if (session.excluded) continue;
    usageMs += session.end.getTime() - session.start.getTime();
    if (session.events === null) known = false;
    for (const { type } of session.events ?? []) {
      if (isCounted(type)) counts[COUNTED[type]]++;
    }
  }
  const hours = usageMs / 3_600_000;
  const perHour = (events: number) => (known && hours > 0 ? events / hours : null);
  return {
    usage_minutes: usageMs / 60_000,
    ahi: perHour(counts.oai + counts.cai + counts.mai + counts.uai + counts.hi),
    oai: perHour(counts.oai),
    cai: perHour(counts.cai),
    mai: perHour(counts.mai),
    uai: perHour(counts.uai),
    hi: perHour(counts.hi),
  };
}

function isCounted(type: string): type is keyof typeof COUNTED {
  return Object.hasOwn(COUNTED, type);
}
