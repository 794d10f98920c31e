import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NamedBytes } from './common/archive';
import type { NamedSource } from './common/byte-source';
import { edfBytes } from './edf/edf.fixture';
import { ishneBytes } from './made-up-files.fixture';
import { type ReadAnswer, readRecordingFile } from './read-recording-file';

/** A file as it is read from disk: what was read last is overwritten by the next part. */
function fromDisk({ name, bytes }: NamedBytes): NamedSource {
  const buffer = new Uint8Array(bytes.length);
  const read = (from: number, to: number) => {
    const part = bytes.subarray(from, to);
    buffer.fill(0xee);
    buffer.set(part);
    return buffer.subarray(0, part.length);
  };
  return { name, source: { size: bytes.length, read, whole: () => bytes.slice() } };
}

const text = (name: string, content: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) });
const noise = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * seed) % 251);

function wfdb(format: number, dataBytes: number): NamedBytes[] {
  const signals = ['I', 'II', 'V5'].map((lead) => `day.dat ${format} 200/mV 16 0 0 0 0 ${lead}`);
  const header = `day 3 200\n${signals.join('\n')}\n`;
  return [text('day.hea', header), { name: 'day.dat', bytes: noise(dataBytes, format) }];
}

function edf(): NamedBytes[] {
  const data = Array.from({ length: 1000 }, (_, i) => ((i * 7) % 2000) - 1000);
  const signals = ['ECG I', 'ECG II', 'ECG V1'].map((label, lead) => ({
    label,
    samples: 1000,
    data: data.map((value) => value - lead),
  }));
  return [{ name: 'day.edf', bytes: edfBytes({ records: 500, signals }) }];
}

function ishne(): NamedBytes[] {
  const header = ishneBytes({ samples: -1 }).subarray(0, 522);
  return [{ name: 'day.ecg', bytes: Uint8Array.from([...header, ...noise(2_400_005, 3)]) }];
}

/** Everything that was read as text, samples by their digest: comparing millions of them one by one takes long. */
function described(answer: ReadAnswer): string {
  return JSON.stringify(answer, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? createHash('sha256')
          .update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
          .digest('hex')
      : value,
  );
}

describe('a file that is larger than a block and not in memory', () => {
  it.each([
    ['WFDB 16', wfdb(16, 3_000_001)],
    ['WFDB 212', wfdb(212, 3_000_002)],
    ['WFDB 310', wfdb(310, 3_000_003)],
    ['WFDB 8', wfdb(8, 2_500_000)],
    ['EDF', edf()],
    ['ISHNE', ishne()],
  ])(
    'is read as it is in memory: %s',
    (_, files) => {
      const held = readRecordingFile(files);
      const read = readRecordingFile(files.map(fromDisk));
      expect(held.ok).toBe(true);
      expect(described(read)).toBe(described(held));
    },
    60_000,
  );
});
