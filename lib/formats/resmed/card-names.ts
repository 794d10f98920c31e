/** What a file of a card is, by its name alone: names are the only order a card has. */
export const CARD_KINDS = ['summary', 'device', 'flow', 'detail', 'oximetry', 'events', 'breathing'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** A file of a card that may be read. */
export interface CardName {
  /** As it was given. */
  path: string;
  /** From the card's own folders on: what people find it by. */
  shown: string;
  kind: CardKind;
  /** The time in the name, in ms of the device's clock; `null` for files of the whole card. */
  named_ms: number | null;
}

/** A file that could not be used, or not wholly, by its name. */
export interface CardFault {
  name: string;
  code: string;
  /** One plain sentence without patient data. */
  detail: string;
}

const KIND_OF_SUFFIX: ReadonlyMap<string, CardKind> = new Map([
  ['BRP', 'flow'],
  ['PLD', 'detail'],
  ['SAD', 'oximetry'],
  ['SA2', 'oximetry'],
  ['EVE', 'events'],
  ['CSL', 'breathing'],
]);

const BLOCK_FILE = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})_([A-Z0-9]{3})\.edf(?:\.gz)?$/i;
const SUMMARY_FILE = /^STR(?:-\d{8})?\.edf(?:\.gz)?$/i;
const DEVICE_FILE = /^Identification\.(?:json|tgt)$/i;
/** What lies on every card and says nothing that is kept: sums, settings that the summary holds too, journals. */
const KNOWN_AND_UNUSED = /\.(?:crc|tgt|jnl|log|dat|bin|txt)$|_AEV\.edf$|CurrentSettings\.json$/i;
/** What computers leave behind when they copy. */
const LEFT_BY_COMPUTERS = /(?:^|\/)(?:__MACOSX|System Volume Information|\.[^/]*|Thumbs\.db|desktop\.ini)(?:\/|$)/i;

/** The card's files among paths, those that are no file of a card named, the rest silently left out. */
export function cardNames(paths: readonly string[]): { names: CardName[]; faults: CardFault[] } {
  const names: CardName[] = [];
  const faults: CardFault[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const clean = path.replaceAll('\\', '/');
    if (LEFT_BY_COMPUTERS.test(clean) || clean.endsWith('/')) continue;
    const shown = shownName(clean);
    const name = nameOf(path, shown);
    if (name !== null && seen.has(shown)) {
      faults.push({ name: shown, code: 'repeated', detail: 'This file came twice; the first one is used.' });
    } else if (name !== null) {
      seen.add(shown);
      names.push(name);
    } else if (!KNOWN_AND_UNUSED.test(clean)) {
      faults.push({ name: shown, code: 'unrecognized', detail: 'This is no file of a ResMed card.' });
    }
  }
  return { names, faults };
}

/** The path from `DATALOG` on, else the file's own name: folders above the card may be named after people. */
function shownName(path: string): string {
  const parts = path.split('/');
  const from = parts.findIndex((part) => part.toUpperCase() === 'DATALOG');
  return (from < 0 ? parts.slice(-1) : parts.slice(from)).join('/');
}

function nameOf(path: string, shown: string): CardName | null {
  const file = shown.split('/').at(-1) ?? '';
  if (SUMMARY_FILE.test(file)) return { path, shown, kind: 'summary', named_ms: null };
  if (DEVICE_FILE.test(file)) return { path, shown, kind: 'device', named_ms: null };
  const match = BLOCK_FILE.exec(file);
  const kind = KIND_OF_SUFFIX.get(match?.[7]?.toUpperCase() ?? '');
  if (match === null || kind === undefined) return null;
  const [, year, month, day, hour, minute, second] = match;
  const named_ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(named_ms) ? null : { path, shown, kind, named_ms };
}
