import { coveredMs } from './merge-intervals';

/** Kinds of breathing events that count for an index, by the index they count for. */
const COUNTED = {
  obstructive_apnea: 'oai',
  central_apnea: 'cai',
  mixed_apnea: 'mai',
  unclassified_apnea: 'uai',
  hypopnea: 'hi',
} as const;

type Index = (typeof COUNTED)[keyof typeof COUNTED];

/** How many apnoeas and hypopnoeas there were, by the index they count for. */
export type EventCounts = Record<Index, number>;

/** A session as far as indices need it. `counts: null` means that its events are not known. */
export interface IndexedSession {
  start: Date;
  end: Date;
  counts: EventCounts | null;
}

/** Usage in minutes and events per hour of usage; `null` where events are not known or there was no usage. */
export type PooledIndices = { usage_minutes: number; ahi: number | null } & Record<Index, number | null>;

/** The apnoeas and hypopnoeas among events; every other kind counts for nothing. `null` stays `null`. */
export function countEvents(events: readonly { type: string }[]): EventCounts;
export function countEvents(events: readonly { type: string }[] | null): EventCounts | null;
export function countEvents(events: readonly { type: string }[] | null): EventCounts | null {
  if (events === null) return null;
  const counts: EventCounts = { oai: 0, cai: 0, mai: 0, uai: 0, hi: 0 };
  for (const { type } of events) if (isCounted(type)) counts[COUNTED[type]]++;
  return counts;
}

/** Apnoeas and hypopnoeas together. */
export function totalEvents(counts: EventCounts): number {
  return counts.oai + counts.cai + counts.mai + counts.uai + counts.hi;
}

/**
 * The indices of several sessions together (PAP-3): all events over all hours of usage, never a mean of the sessions'
 * own indices, in which a short nap would weigh as much as a night. One session whose events are not known makes the
 * indices unknown: its hours cannot be counted as quiet ones. Time two sessions share is used once.
 */
export function pooledIndices(sessions: readonly IndexedSession[]): PooledIndices {
  const usageMs = coveredMs(sessions.map(({ start, end }) => ({ from: start.getTime(), to: end.getTime() })));
  const sum: EventCounts = { oai: 0, cai: 0, mai: 0, uai: 0, hi: 0 };
  for (const { counts } of sessions) {
    if (counts === null) return { usage_minutes: usageMs / 60_000, ...UNKNOWN };
    for (const index of Object.values(COUNTED)) sum[index] += counts[index];
  }
  if (usageMs === 0) return { usage_minutes: 0, ...UNKNOWN };
  const perHour = (events: number) => events / (usageMs / 3_600_000);
  return {
    usage_minutes: usageMs / 60_000,
    ahi: perHour(totalEvents(sum)),
    oai: perHour(sum.oai),
    cai: perHour(sum.cai),
    mai: perHour(sum.mai),
    uai: perHour(sum.uai),
    hi: perHour(sum.hi),
  };
}

const UNKNOWN = { ahi: null, oai: null, cai: null, mai: null, uai: null, hi: null };

function isCounted(type: string): type is keyof typeof COUNTED {
  return Object.hasOwn(COUNTED, type);
}
