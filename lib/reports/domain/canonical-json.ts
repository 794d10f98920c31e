import { createHash } from 'node:crypto';
import type { ReportInputs } from './report-inputs';

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * JSON in its one canonical form (RFC 8785): names in the order of their UTF-16 code units, no white space, numbers as
 * ECMAScript writes them. The same value always gives the same text.
 * @throws TypeError for what JSON cannot say: a missing value, a number that is none
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b));
    return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  throw new TypeError('there is no JSON for this value');
}

/** In the order of what a list's entries go by, and by everything else of them where that is the same. */
function ordered<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const keyed = entries.map((entry) => ({ entry, key: `${keyOf(entry)}\n${canonicalJson(entry)}` }));
  return keyed.sort((a, b) => byCodeUnits(a.key, b.key)).map(({ entry }) => entry);
}

const itself = (text: string) => text;

/** Inputs as text that depends on what they are and not on the order in which they were found. */
export function canonicalInputs(inputs: ReportInputs): string {
  const nights = inputs.nights.map((night) => ({
    ...night,
    device_ids: ordered(night.device_ids, itself),
    exclusions: ordered(night.exclusions, itself),
    records: ordered(night.records, ({ id }) => id),
  }));
  return canonicalJson({
    ...inputs,
    nights: ordered(nights, ({ night }) => night),
    ecgs: ordered(inputs.ecgs, ({ recording_date, id }) => `${recording_date} ${id}`),
    devices: ordered(inputs.devices, ({ kind, device_id }) => `${kind} ${device_id}`),
    clocks: ordered(inputs.clocks, (clock) => `${clock.ecg_device_id} ${clock.therapy_device_id}`),
  });
}

/** The digest of a text or of bytes, as it is printed: 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Inputs as they were kept. */
export function parseInputs(canonical: string): ReportInputs {
  // written by canonicalInputs and by nothing else
  return JSON.parse(canonical) as ReportInputs;
}
