import { ReadFault } from './fault';
import { cleanLine, utf8OrLatin1 } from './text';

/** A JSON object of unknown content: read its fields with the functions below, which see own properties only. */
export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_JSON_BYTES = 16 * 2 ** 20;
const MAX_DEPTH = 64;
const MAX_CONTAINERS = 100_000;
const MAX_KEYS = 200_000;
/** Entries of lists and objects: six leads of 15 minutes at 300 Hz are 1.6 million. */
const MAX_VALUES = 2_000_000;
const [QUOTE, COMMA, BACKSLASH, COLON] = [0x22, 0x2c, 0x5c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Parses a JSON file whose size, depth, containers and keys are within limits, counted before anything is built. */
export function readJson(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_JSON_BYTES) throw new ReadFault('too_large', 'The JSON file is larger than 16 MB.');
  checkStructure(bytes);
  try {
    return JSON.parse(utf8OrLatin1(bytes));
  } catch {
    throw new ReadFault('corrupt', 'The JSON file is not well-formed, or it was cut.');
  }
}

function checkStructure(bytes: Uint8Array): void {
  let depth = 0;
  let containers = 0;
  let keys = 0;
  let values = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COLON) keys++;
    else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      containers++;
      depth++;
      if (depth > MAX_DEPTH) throw new ReadFault('too_large', 'The JSON file is nested too deeply.');
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  if (containers > MAX_CONTAINERS || keys > MAX_KEYS || values > MAX_VALUES) {
    throw new ReadFault('too_large', 'The JSON file has too many entries.');
  }
}

/** Whether a value is a JSON object (not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property along a path of names; `undefined` where the path ends. */
export function at(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const name of path) here = isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined;
  return here;
}

/** A text along a path, cleaned to one line; `null` when there is none. */
export function textOf(value: unknown, ...path: string[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' ? cleanLine(found) : null;
}

/** A finite number along a path; `null` when there is none. */
export function numberOf(value: unknown, ...path: string[]): number | null {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** A list along a path; empty when there is none. */
export function listOf(value: unknown, ...path: string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
