import { gunzip } from '../common/archive';
import { sourceOf } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import { Warnings } from '../common/warnings';
import { type EdfHeader, parseEdfHeader } from '../edf/header';
import { readEquipment, readStart } from '../edf/identity';
import { countRecords, damagedRecords } from '../edf/records';

/** A file of a card, opened: nothing of its samples is read yet. */
export interface CardEdf {
  bytes: Uint8Array;
  header: EdfHeader;
  /** By the file's header, on the device's clock; a name may be a second off. */
  start_ms: number;
  serial: string | null;
  /** Whole records that are there. */
  records: number;
  /** Records that their own sum belies. */
  damaged: ReadonlySet<number>;
  /** It ends before the last record it declares. */
  cut: boolean;
}

/** A card's clock may be wrong, but not by centuries. */
const [EARLIEST_MS, LATEST_MS] = [Date.parse('1985-01-01T00:00:00Z'), Date.parse('2085-01-01T00:00:00Z')];

/**
 * Opens an EDF file of a card, compressed or not.
 * @throws ReadFault
 */
export function openCardEdf(name: string, given: Uint8Array): CardEdf {
  if (given.length === 0) throw new ReadFault('truncated', 'The file is empty.');
  const bytes = given[0] === 0x1f && given[1] === 0x8b ? gunzip({ name, bytes: given }).bytes : given;
  const header = parseEdfHeader(bytes);
  if (header.bytesPerSample !== 2) throw new ReadFault('unsupported', 'A card holds EDF files, this is BDF.');
  const warnings = new Warnings();
  const start = readStart(header, warnings);
  const start_ms = Date.parse(`${start?.date}T${start?.time}Z`);
  if (!(start_ms >= EARLIEST_MS && start_ms < LATEST_MS)) {
    throw new ReadFault('corrupt', 'The file’s header has no credible start time.');
  }
  const records = countRecords(header, bytes.length, warnings);
  const damaged = new Set(damagedRecords(header, sourceOf(bytes), records));
  const cut = header.records > records;
  return { bytes, header, start_ms, serial: readEquipment(header.recording).serial, records, damaged, cut };
}
