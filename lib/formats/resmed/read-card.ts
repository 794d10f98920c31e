import { type NamedBytes, openArchive } from '../common/archive';
import { ReadFault } from '../common/fault';
import { MAX_FILES, MAX_INFLATED_BYTES } from '../common/limits';
import { openCardEdf } from './card-edf';
import { type CardFault, cardNames } from './card-names';
import { type CardPlan, guarded, type PlannedDay, planCard } from './plan-card';
import { type CardDay, readCardDay } from './read-card-day';

/** A file of a card, not read yet. */
export interface CardFile {
  path: string;
  /**
   * Its content, of at most `budget` bytes.
   * @throws ReadFault
   */
  read(budget: number): Uint8Array;
}

/** All files of one day; a night of a bilevel device has about 6 MB. */
const MOST_BYTES_OF_A_DAY = MAX_INFLATED_BYTES;
/** Summary and identification files of a card. */
const MOST_BYTES_OF_ALL_DAYS = 16 * 2 ** 20;

/**
 * A card as it was given: its files one by one, or one zip of them. Nothing is unpacked yet.
 * @throws ReadFault when the zip cannot be opened or there are too many files
 */
export function cardFiles(given: readonly NamedBytes[]): CardFile[] {
  const [only, second] = given;
  const isZip = only !== undefined && second === undefined && only.bytes[0] === 0x50 && only.bytes[1] === 0x4b;
  if (isZip) return openArchive(only.bytes);
  if (given.length > MAX_FILES) throw new ReadFault('too_large', `There are more than ${MAX_FILES} files.`);
  return given.map(({ name, bytes }) => ({ path: name, read: () => bytes }));
}

/** Whether files are (part of) a card, by their names. */
export function isCard(paths: readonly string[]): boolean {
  return cardNames(paths).names.some(({ kind }) => kind !== 'device');
}

/** Looks a card over; see `planCard`. Files of the whole card that cannot be unpacked are named. */
export function openCard(files: readonly CardFile[]): CardPlan {
  const { names } = cardNames(files.map(({ path }) => path));
  const whole = new Set(names.flatMap(({ path, kind }) => (kind === 'summary' || kind === 'device' ? [path] : [])));
  const read = readFiles(files, (path) => whole.has(path), MOST_BYTES_OF_ALL_DAYS);
  const plan = planCard(
    files.map(({ path }) => path),
    read.files,
  );
  const shown = new Map(names.map((name) => [name.path, name.shown]));
  const device = { ...plan.device, serial: plan.device.serial ?? firstSerial(plan.days, files) };
  return { ...plan, device, faults: [...plan.faults, ...named(read.faults, shown)] };
}

/** Without identification and summary the first file that tells is the card's device. */
function firstSerial(days: readonly PlannedDay[], files: readonly CardFile[]): string | null {
  for (const { path, shown } of days.flatMap((day) => day.files)) {
    const [found] = readFiles(files, (one) => one === path, MOST_BYTES_OF_A_DAY).files;
    const serial = found && guarded(shown, [], () => openCardEdf(shown, found.bytes).serial);
    if (serial) return serial;
  }
  return null;
}

/** Reads one day of a card; files that cannot be unpacked are named like those that cannot be read. */
export function readDay(plan: Pick<CardPlan, 'device'>, planned: PlannedDay, files: readonly CardFile[]): CardDay {
  const shown = new Map(planned.files.map((name) => [name.path, name.shown]));
  const read = readFiles(files, (path) => shown.has(path), MOST_BYTES_OF_A_DAY);
  const day = readCardDay(plan.device, planned, read.files);
  return { ...day, faults: [...day.faults, ...named(read.faults, shown)] };
}

function named(faults: readonly CardFault[], shown: ReadonlyMap<string, string>): CardFault[] {
  return faults.map((fault) => ({ ...fault, name: shown.get(fault.name) ?? fault.name }));
}

function readFiles(
  files: readonly CardFile[],
  isWanted: (path: string) => boolean,
  most: number,
): { files: NamedBytes[]; faults: CardFault[] } {
  const read: NamedBytes[] = [];
  const faults: CardFault[] = [];
  let budget = most;
  for (const { path, read: content } of files) {
    if (!isWanted(path)) continue;
    try {
      const bytes = content(budget);
      if (bytes.length > budget) throw new ReadFault('too_large', 'The files of one day are too large together.');
      budget -= bytes.length;
      read.push({ name: path, bytes });
    } catch (error) {
      if (!(error instanceof ReadFault)) throw error;
      faults.push({ name: path, code: error.reason, detail: error.detail });
    }
  }
  return { files: read, faults };
}
