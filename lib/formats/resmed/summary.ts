import { sourceOf } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import type { EdfSignal } from '../edf/header';
import { readSamples } from '../edf/samples';
import type { CardEdf } from './card-edf';
import { DAY_MS, dayOf, MINUTE_MS } from './clock';
import { summaryLabel } from './summary-labels';

/** Mask on to mask off in minutes after noon, as the device counts them. */
export interface MaskPair {
  on: number;
  off: number;
}

/** A device-day of the summary file. */
export interface SummaryDay {
  /** `YYYY-MM-DD`: the date on whose noon it begins. */
  day: string;
  /** In order, not overlapping, none without length. */
  pairs: MaskPair[];
  /** The device's values by label, in the file's units; a value the device does not have is absent. */
  values: ReadonlyMap<string, number>;
}

/** What the summary file holds. */
export interface Summary {
  days: SummaryDay[];
  /** Days of which nothing can be used, as their record is damaged or contradicts itself. */
  damaged_days: string[];
  /** How many pairs a day can hold: 20 on series 11, 10 before. */
  slots: number;
}

const MINUTES_OF_DAY = DAY_MS / MINUTE_MS;
/** The summary grows by a record a day; a device does not live longer than this. */
const MOST_DAYS = 10_000;
const MOST_SLOTS = 100;

/**
 * Reads the summary file: one record a day.
 * @throws ReadFault when it is no summary
 */
export function readSummary(edf: CardEdf): Summary {
  const { header, records } = edf;
  const columns = new Map<string, Column>();
  for (const signal of header.signals) {
    const label = summaryLabel(signal.label);
    // series 9 writes some labels twice, the first for the mode that is described here
    if (signal.samples > 0 && !columns.has(label)) columns.set(label, columnOf(edf, signal));
  }
  const on = columns.get('MaskOn');
  const off = columns.get('MaskOff');
  if (header.recordSeconds !== DAY_MS / 1000 || !on || !off || on.samples !== off.samples) {
    throw new ReadFault('corrupt', 'The file is no summary: it has no mask times a day.');
  }
  if (records === 0) throw new ReadFault('truncated', 'The summary holds no whole day.');
  if (records > MOST_DAYS || on.samples > MOST_SLOTS) throw new ReadFault('too_large', 'The summary is too large.');
  const summary: Summary = { days: [], damaged_days: [], slots: on.samples };
  for (let record = 0; record < records; record++) {
    const day = dayAt(edf, columns, record);
    const slots = (index: number): Slots => ({ on: on.at(index), off: off.at(index) });
    const [duration = null] = columns.get('Duration')?.at(record) ?? [];
    const ranOn = record + 1 < records && ranAtNoon(slots(record + 1));
    const pairs = edf.damaged.has(record) ? null : pairsOf(slots(record), { duration, ranOn });
    if (pairs === null) summary.damaged_days.push(day);
    else summary.days.push({ day, pairs, values: valuesOf(columns, record) });
  }
  return summary;
}

interface Column {
  samples: number;
  /** The stored numbers of a record, `null` where the device has no value. */
  at(record: number): (number | null)[];
  scaled(stored: number): number;
}

/** Numbers outside the declared range are "no value"; −1 inside it is a number like any other. */
function columnOf({ header, bytes, records }: CardEdf, signal: EdfSignal): Column {
  const stored = readSamples(header, signal, sourceOf(bytes), records);
  const { digitalMin: low, digitalMax: high, physicalMin: from, physicalMax: to } = signal;
  const known = low !== null && high !== null && from !== null && to !== null && low < high;
  const step = known ? (to - from) / (high - low) : Number.NaN;
  return {
    samples: signal.samples,
    at: (record) =>
      Array.from(stored.subarray(record * signal.samples, (record + 1) * signal.samples), (value) =>
        known && value >= low && value <= high ? value : null,
      ),
    // the device's steps are decimal; their doubles are not
    scaled: (value) => Math.round(((value - (low ?? 0)) * step + (from ?? 0)) * 1e4) / 1e4,
  };
}

function valuesOf(columns: ReadonlyMap<string, Column>, record: number): Map<string, number> {
  const values = new Map<string, number>();
  for (const [label, column] of columns) {
    const [stored = null] = column.samples === 1 ? column.at(record) : [];
    if (stored !== null) values.set(label, column.scaled(stored));
  }
  return values;
}

/** The record's own date; where it has none, the file's start and the record's number. */
function dayAt(edf: CardEdf, columns: ReadonlyMap<string, Column>, record: number): string {
  const [days = null] = columns.get('Date')?.at(record) ?? [];
  const counted = dayOf(edf.start_ms + record * DAY_MS);
  return days === null || edf.damaged.has(record) ? counted : new Date(days * DAY_MS).toISOString().slice(0, 10);
}

interface Slots {
  on: readonly (number | null)[];
  off: readonly (number | null)[];
}

/** Whether a day began with the mask on: off without on in its first slot, or on at its first minute. */
function ranAtNoon({ on, off }: Slots): boolean {
  const [first = null] = on;
  return first === 0 || (first === null && (off[0] ?? null) !== null);
}

/**
 * The pairs of a day. Off without on in the first slot: it was running at noon. On without off in the last used slot:
 * the device's duration tells how long, else the next day whether it ran until noon; where neither does, the summary was
 * written meanwhile and the pair is left to the files of the day. A pair without length is a mask that was on for less
 * than a minute. `null` when the slots contradict each other.
 */
function pairsOf(
  { on, off }: Slots,
  { duration, ranOn }: { duration: number | null; ranOn: boolean },
): MaskPair[] | null {
  const pairs: MaskPair[] = [];
  const used = (slot: number) => (on[slot] ?? null) !== null || (off[slot] ?? null) !== null;
  const last = on.findLastIndex((_, slot) => used(slot));
  for (let slot = 0; slot <= last; slot++) {
    if (!used(slot)) continue;
    const from = on[slot] ?? (slot === 0 ? 0 : null);
    const isOpen = slot === last && (off[slot] ?? null) === null;
    if (from === null || from < (pairs.at(-1)?.off ?? 0)) return null;
    const to = isOpen ? openEnd(from, pairs, duration, ranOn) : (off[slot] ?? null);
    if (isOpen && to === null) continue;
    if (to === null || to < from) return null;
    if (to > from) pairs.push({ on: from, off: to });
  }
  return pairs;
}

function openEnd(from: number, before: readonly MaskPair[], duration: number | null, ranOn: boolean): number | null {
  const counted = before.reduce((sum, { on, off }) => sum + off - on, 0);
  const end = from + (duration ?? 0) - counted;
  if (end > from && end <= MINUTES_OF_DAY) return end;
  return ranOn ? MINUTES_OF_DAY : null;
}
