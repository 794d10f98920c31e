import type { NamedBytes } from '../common/archive';
import { ReadFault } from '../common/fault';
import { openCardEdf } from './card-edf';
import { type CardFault, type CardName, cardNames } from './card-names';
import { DAY_MS, dayOf, MINUTE_MS, noonOf } from './clock';
import { type CardDevice, readDevice } from './device';
import { readSummary, type Summary, type SummaryDay } from './summary';

/** Mask on to mask off on the device's clock, to the minute. */
export interface MaskSpan {
  from_ms: number;
  to_ms: number;
}

/** A device-day: what the summary says of it, and which files belong to it. */
export interface PlannedDay {
  /** `YYYY-MM-DD`: the date on whose noon it begins. */
  day: string;
  summary: SummaryDay | null;
  /** Sessions that begin on this day; one that crosses noon is whole and belongs here only. */
  spans: MaskSpan[];
  files: CardName[];
}

/** What is on a card, before any signal is read. */
export interface CardPlan {
  device: CardDevice;
  /** In order of time. */
  days: PlannedDay[];
  /** Paths of the files that concern all days. */
  whole: string[];
  faults: CardFault[];
}

/** A block's files carry names up to this much before the minute that the summary counts from. */
const NAMED_BEFORE_MS = MINUTE_MS;

/**
 * Looks a card over: whose it is, which days it holds, which file belongs to which day. Only files of the whole card
 * (summary, identification) are read; a broken one of them is named and the rest stands.
 *
 * @param paths of all files of the card, as they were given
 * @param whole summary and identification files, by the same paths
 */
export function planCard(paths: readonly string[], whole: readonly NamedBytes[]): CardPlan {
  const { names, faults } = cardNames(paths);
  const bytesOf = new Map(whole.map(({ name, bytes }) => [name, bytes]));
  const ofKind = (kind: CardName['kind']) => names.filter((name) => name.kind === kind && bytesOf.has(name.path));
  const read = <Result>(name: CardName, reader: (file: NamedBytes) => Result): Result | null =>
    guarded(name.shown, faults, () => reader({ name: name.shown, bytes: bytesOf.get(name.path) ?? new Uint8Array() }));
  const summaries = ofKind('summary').flatMap((name) => {
    const summary = read(name, ({ bytes }) => {
      const edf = openCardEdf(name.shown, bytes);
      return { name, serial: edf.serial, ...readSummary(edf) };
    });
    return summary ?? [];
  });
  const device = deviceOf(ofKind('device'), summaries, read);
  const own = summaries.filter(({ name, serial }) => belongs(device, serial, name, faults));
  const days = summaryDays(own, faults);
  joinAtNoon(days);
  placeFiles(days, names);
  const all = names.flatMap(({ named_ms, path }) => (named_ms === null ? [path] : [])).sort((a, b) => (a < b ? -1 : 1));
  return { device, whole: all, days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), faults };
}

/** Runs a reader; a file it refuses is named among the faults. */
export function guarded<Result>(shown: string, faults: CardFault[], reader: () => Result): Result | null {
  try {
    return reader();
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    faults.push({ name: shown, code: error.reason, detail: error.detail });
    return null;
  }
}

/** Whether a file is of the card's own device; cards get mixed, and then it is nobody's here. */
export function belongs(
  device: Pick<CardDevice, 'serial'>,
  serial: string | null,
  name: CardName,
  faults: CardFault[],
): boolean {
  if (serial === null || device.serial === null || serial === device.serial) return true;
  faults.push({ name: name.shown, code: 'other_device', detail: 'This file was written by another device.' });
  return false;
}

interface NamedSummary extends Summary {
  name: CardName;
  serial: string | null;
}

const SLOTS_OF_SERIES_11 = 20;

function deviceOf(
  names: readonly CardName[],
  summaries: readonly NamedSummary[],
  read: (name: CardName, reader: (file: NamedBytes) => CardDevice) => CardDevice | null,
): CardDevice {
  const serial = summaries.find((summary) => summary.serial !== null)?.serial ?? null;
  // the newer kind of identification wins where both lie on a card that was used again
  const ordered = [...names].sort((a, b) => Number(/\.tgt$/i.test(a.shown)) - Number(/\.tgt$/i.test(b.shown)));
  for (const name of ordered) {
    const device = read(name, (file) => readDevice([file], serial));
    if (device) return device;
  }
  const device = readDevice([], serial);
  return summaries.some(({ slots }) => slots >= SLOTS_OF_SERIES_11) ? { ...device, series: 11 } : device;
}

/** The days of the summaries; of copies of old summaries only those that the card's own no longer has. */
function summaryDays(summaries: readonly NamedSummary[], faults: CardFault[]): Map<string, PlannedDay> {
  const days = new Map<string, PlannedDay>();
  const newestFirst = [...summaries].sort(
    (a, b) => rank(a.name) - rank(b.name) || (a.name.shown < b.name.shown ? 1 : -1),
  );
  for (const { name, days: read, damaged_days } of newestFirst) {
    for (const summary of read) {
      if (days.has(summary.day)) continue;
      const noon = noonOf(summary.day);
      const spans = summary.pairs.map(({ on, off }) => ({
        from_ms: noon + on * MINUTE_MS,
        to_ms: noon + off * MINUTE_MS,
      }));
      days.set(summary.day, { day: summary.day, summary, spans, files: [] });
    }
    for (const day of damaged_days) {
      const detail = `What it says of ${day} is damaged and was left out.`;
      faults.push({ name: name.shown, code: 'corrupt', detail });
    }
  }
  return days;
}

const rank = ({ shown }: CardName) => Number(/STR-/i.test(shown));

/** The device cuts a session that runs at noon in two; it is one, of the day on which it began. */
function joinAtNoon(days: ReadonlyMap<string, PlannedDay>): void {
  for (const day of [...days.keys()].sort((a, b) => (a < b ? 1 : -1))) {
    const own = days.get(day);
    const next = days.get(dayOf(noonOf(day) + DAY_MS));
    const last = own?.spans.at(-1);
    const first = next?.spans[0];
    if (!own || !next || !last || !first || last.to_ms !== noonOf(next.day) || first.from_ms !== last.to_ms) continue;
    own.spans = [...own.spans.slice(0, -1), { from_ms: last.from_ms, to_ms: first.to_ms }];
    next.spans = next.spans.slice(1);
  }
}

/** A file belongs to the day of the session it was written in, else to the day of the time in its name. */
function placeFiles(days: Map<string, PlannedDay>, names: readonly CardName[]): void {
  const spans = [...days.values()].flatMap(({ day, spans: own }) => own.map((span) => ({ day, ...span })));
  for (const name of [...names].sort((a, b) => (a.shown < b.shown ? -1 : 1))) {
    const at = name.named_ms;
    if (at === null) continue;
    const within = spans.find(({ from_ms, to_ms }) => at >= from_ms && at < to_ms);
    const near = within ?? spans.find(({ from_ms }) => at >= from_ms - NAMED_BEFORE_MS && at < from_ms);
    const day = near?.day ?? dayOf(at);
    const planned = days.get(day) ?? { day, summary: null, spans: [], files: [] };
    days.set(day, planned);
    planned.files.push(name);
  }
}
