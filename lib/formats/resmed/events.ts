import type { EVENT_TYPES } from '@/lib/ingest/envelope/therapy';
import { sourceOf } from '../common/byte-source';
import { Warnings } from '../common/warnings';
import { readRecordTimes } from '../edf/records';
import type { CardEdf } from './card-edf';

/** An event on the device's clock. */
export interface CardEvent {
  type: (typeof EVENT_TYPES)[number];
  start_ms: number;
  duration_ms: number;
}

/** The marks of an event file. */
export interface CardMarks {
  start_ms: number;
  /** The span in which it marks; `null` when some of its marks cannot be read, so that nobody knows which are missing. */
  events: CardEvent[] | null;
}

/** By lower case: firmware differs in it. */
const EVENT_OF_TEXT: ReadonlyMap<string, CardEvent['type']> = new Map([
  ['obstructive apnea', 'obstructive_apnea'],
  ['central apnea', 'central_apnea'],
  ['mixed apnea', 'mixed_apnea'],
  ['apnea', 'unclassified_apnea'],
  ['unclassified apnea', 'unclassified_apnea'],
  ['hypopnea', 'hypopnea'],
  ['arousal', 'rera'],
]);
/** Said once in every file; no event. */
const BEGINNING = 'recording starts';
const [SPAN_START, SPAN_END] = ['csr start', 'csr end'];

/** Longer than any breathing event; a duration beyond it is damage. */
const MOST_MS = 2 * 86_400_000;

interface Mark {
  at_ms: number;
  duration_ms: number;
  text: string;
}

/** The marks in order of time; `null` when some of them are damaged. */
function marksOf(edf: CardEdf): Mark[] | null {
  const warnings = new Warnings();
  const { track } = readRecordTimes(edf.header, sourceOf(edf.bytes), edf.records, warnings);
  if (edf.cut || edf.damaged.size > 0 || warnings.list().some(({ code }) => code === 'malformed')) return null;
  const marks = Array.from(track?.at ?? [], (at, i) => ({
    at_ms: edf.start_ms + Math.round(at * 1000),
    duration_ms: Math.round((track?.duration[i] ?? 0) * 1000),
    text: (track?.code[i] ?? '').toLowerCase(),
  }));
  if (marks.some(({ duration_ms }) => duration_ms > MOST_MS)) return null;
  return marks.filter(({ text }) => text !== BEGINNING).sort((a, b) => a.at_ms - b.at_ms);
}

/**
 * Breathing events of an event file. **A mark stands at the end of its event** (measured on the flow of both cards), so
 * the event begins its duration earlier. A hypopnoea has no duration on a card.
 */
export function readEvents(edf: CardEdf): CardMarks {
  const marks = marksOf(edf);
  const events = marks?.map(({ at_ms, duration_ms, text }) => ({
    type: EVENT_OF_TEXT.get(text) ?? ('other' as const),
    start_ms: at_ms - duration_ms,
    duration_ms,
  }));
  return { start_ms: edf.start_ms, events: events ?? null };
}

/** Spans of Cheyne-Stokes breathing; one that nobody ended reaches to the end of its block, given by `endsAt`. */
export function readBreathing(edf: CardEdf, endsAt: (start_ms: number) => number): CardMarks {
  const marks = marksOf(edf);
  if (marks === null) return { start_ms: edf.start_ms, events: null };
  const events: CardEvent[] = [];
  let open: number | null = null;
  const close = (to: number) => {
    if (open !== null && to > open) events.push({ type: 'periodic_breathing', start_ms: open, duration_ms: to - open });
    open = null;
  };
  for (const { at_ms, text } of marks) {
    if (text === SPAN_START) open ??= at_ms;
    else if (text === SPAN_END) close(at_ms);
  }
  if (open !== null) close(endsAt(open));
  return { start_ms: edf.start_ms, events };
}
