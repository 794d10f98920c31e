/** A file of a dropped or chosen folder. */
export interface PickedFile {
  /** From the folder on. */
  path: string;
  size: number;
}

/** One request of an import. */
export interface CardPart<File extends PickedFile> {
  files: File[];
  bytes: number;
  /** Whether days that exist only in the summary are taken as well: in the last part, when all files have been sent. */
  summaryDays: boolean;
}

/** Well under what a request may carry, so that progress moves and a lost connection costs little. */
export const MOST_PART_BYTES = 12 * 1024 * 1024;

const WHOLE_CARD = /(?:^|\/)(?:STR(?:-\d{8})?\.edf(?:\.gz)?|Identification\.(?:json|tgt))$/i;
const BLOCK_FILE = /(?:^|\/)(\d{8})_\d{6}_(?:BRP|PLD|SAD|SA2|EVE|CSL)\.edf(?:\.gz)?$/i;
const NIGHT_FOLDER = /(?:^|\/)DATALOG\/(\d{8})\//i;

const sizeOf = (files: readonly PickedFile[]) => files.reduce((sum, { size }) => sum + size, 0);

/** The night a file was written in, by its folder; loose files by the date in their name. */
function nightOf({ path }: PickedFile): string | null {
  const inName = BLOCK_FILE.exec(path)?.[1];
  return inName === undefined ? null : (NIGHT_FOLDER.exec(path)?.[1] ?? inName);
}

/**
 * Cuts a card into requests: nights stay whole and in order, each part with the files that concern all of them, and the
 * summary's days come last. Files that are no part of a card stay where they are.
 * @returns empty when there is nothing of a card
 */
export function cardParts<File extends PickedFile>(picked: readonly File[]): CardPart<File>[] {
  const whole = picked.filter(({ path }) => WHOLE_CARD.test(path));
  const nights = new Map<string, File[]>();
  for (const file of picked) {
    const night = nightOf(file);
    if (night !== null) nights.set(night, [...(nights.get(night) ?? []), file]);
  }
  const parts: File[][] = [];
  for (const [, files] of [...nights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = parts.at(-1);
    if (last && sizeOf([...last, ...files, ...whole]) <= MOST_PART_BYTES) last.push(...files);
    else parts.push([...files]);
  }
  const hasSummary = whole.some(({ path }) => /STR/i.test(path));
  if (parts.length === 0) return hasSummary ? [partOf(whole, true)] : [];
  const sent = parts.map((files) => partOf([...whole, ...files], false));
  return hasSummary ? [...sent, partOf(whole, true)] : sent;
}

function partOf<File extends PickedFile>(files: File[], summaryDays: boolean): CardPart<File> {
  return { files, bytes: sizeOf(files), summaryDays };
}

/** Which kind of device a card is of, by what its identification file says. */
export function modalityOf(identification: string): 'cpap' | 'bipap' {
  return /AirCurve|VPAP|BiLevel/i.test(identification) ? 'bipap' : 'cpap';
}
