import { describe, expect, it } from 'vitest';
import { channelNamed, readOk, storedOf, valuesOf } from '@/lib/testing/recording-files';
import { readRecordingFile } from '../read-recording-file';
import { dicomBytes, type SyntaxFixture, waveformElements } from './dicom.fixture';

/* Made-up files: of explicit, big-endian and deflated files, baselines and narrow samples no real one was at hand. */
const SYNTAXES: SyntaxFixture[] = ['implicit', 'explicit', 'big', 'deflated'];

describe.each(SYNTAXES)('a waveform object written %s', (syntax) => {
  const recording = readOk([{ name: 'x', bytes: dicomBytes(syntax, waveformElements(syntax === 'big')) }]);

  it('takes the stored bits alone and extends their sign', () => {
    expect(storedOf(channelNamed(recording, 'III'))).toEqual([0, 1, -1, 2047, -2048]);
  });

  it('scales by sensitivity, correction and baseline, in µV', () => {
    expect(channelNamed(recording, 'III')?.unit).toBe('uV');
    expect(valuesOf(channelNamed(recording, 'III')).slice(0, 3)).toEqual([3000, 4000, 2000]);
  });

  it('starts a skewed channel later, and keeps time and zone as written', () => {
    expect(channelNamed(recording, 'III')?.segments[0]?.start_ms).toBe(250);
    expect(recording.start).toEqual({ date: '2026-11-03', time: '08:15:00.250', utc_offset_minutes: 60 });
    expect(recording.patient).toMatchObject({ given_name: 'Jane', age: { value: 49, unit: 'years' } });
    expect(recording.blocks).toEqual([expect.objectContaining({ kind: 'rhythm', duration_ms: 2500 })]);
  });
});

it('reads a data set without preamble', () => {
  const bytes = dicomBytes('explicit', waveformElements(false));
  const metaLength = 8 + '1.2.840.10008.1.2.1'.length + 1;
  const bare = bytes.subarray(132 + metaLength);
  expect(storedOf(channelNamed(readOk([{ name: 'x', bytes: bare }]), 'III'))).toHaveLength(5);
});

it.each([
  ['µ-law samples', waveformElements(false, { interpretation: 'MB' }), 'unsupported'],
  ['widths that contradict each other', waveformElements(false, { bits: 8 }), 'unsupported'],
  ['no waveform', [[0x00100010, 'PN', 'Doe^Jane']], 'unsupported'],
] as const)('refuses %s', (_, elements, reason) => {
  const bytes = dicomBytes('explicit', structuredClone(elements) as Parameters<typeof dicomBytes>[1]);
  expect(readRecordingFile([{ name: 'x', bytes }])).toMatchObject({ ok: false, reason, format: 'dicom' });
});

it('refuses sequences nested without end', () => {
  const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
  const sequence = [0x00, 0x54, 0x00, 0x01, 0xff, 0xff, 0xff, 0xff];
  const bomb = Buffer.from(Array.from({ length: 100_000 }, () => [...sequence, ...item]).flat());
  const bytes = Buffer.concat([dicomBytes('implicit', []), bomb]);
  expect(readRecordingFile([{ name: 'x', bytes }])).toMatchObject({ ok: false, reason: 'too_large' });
});
