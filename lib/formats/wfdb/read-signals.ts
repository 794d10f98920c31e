import type { SampleArray } from '@/lib/signals/types';
import { type ByteSource, unitsInBlock } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import type { Warnings } from '../common/warnings';
import type { SignalSpec, WfdbHeader } from './header';
import { DIFFERENCES, type SampleFormat, sampleFormat } from './sample-formats';

/** A signal's stored numbers, aligned: `lead` numbers at the front were taken away to undo the skew. */
export interface StoredSignal {
  spec: SignalSpec;
  samples: SampleArray;
  gap: number | null;
}

/** Finds a file of the request by its exact name. */
export type FileLookup = (name: string) => ByteSource | undefined;

const MATLAB_PROLOG = 24;
const MATLAB_INT16 = 30;

/**
 * The stored numbers of every signal of an ordinary header, in its order. A file that is too short gives its whole
 * frames and a warning; one that was not sent gives none.
 */
export function readSignals(header: WfdbHeader, lookup: FileLookup, warnings: Warnings): StoredSignal[] {
  const bySpec = new Map<SignalSpec, StoredSignal>();
  for (const [file, specs] of groupByFile(header.signals)) {
    const source = lookup(file);
    if (source === undefined) {
      warnings.add('missing_file', 'A signal file that the header names was not sent.');
      continue;
    }
    for (const signal of readFile(header, specs, source, warnings)) bySpec.set(signal.spec, signal);
  }
  return header.signals.flatMap((spec) => bySpec.get(spec) ?? []);
}

function groupByFile(signals: readonly SignalSpec[]): Map<string, SignalSpec[]> {
  const groups = new Map<string, SignalSpec[]>();
  for (const spec of signals) {
    if (spec.file === null) continue;
    const group = groups.get(spec.file);
    if (group === undefined) groups.set(spec.file, [spec]);
    else group.push(spec);
  }
  return groups;
}

function readFile(header: WfdbHeader, specs: SignalSpec[], file: ByteSource, warnings: Warnings): StoredSignal[] {
  const format = commonFormat(specs, warnings);
  const prolog = Math.max(...specs.map((spec) => spec.prolog));
  if (prolog > file.size) throw new ReadFault('truncated', 'A signal file ends before its first sample.');
  const perFrame = specs.reduce((sum, spec) => sum + spec.samplesPerFrame, 0);
  if (prolog === MATLAB_PROLOG) checkMatlab(file, perFrame, header.frames, warnings);
  const present = Math.floor(format.samplesIn(file.size - prolog) / perFrame);
  const frames = Math.min(header.frames ?? present, present);
  if (header.frames !== null && present < header.frames) {
    warnings.add('truncated', 'A signal file is shorter than the header says; what is missing is a gap at the end.');
  }
  const all = readFrames(file, prolog, format, specs, frames);
  return specs.map((spec, index) => {
    const stored = all[index] ?? format.make(0);
    if (frames === header.frames || header.frames === null) checkSum(spec, stored, warnings);
    return { spec, samples: stored.subarray(spec.skew * spec.samplesPerFrame), gap: format.gap };
  });
}

function commonFormat(specs: readonly SignalSpec[], warnings: Warnings): SampleFormat {
  const codes = new Set(specs.map((spec) => spec.format));
  const [code = 0] = codes;
  const format = sampleFormat(code);
  if (codes.size > 1) throw new ReadFault('unsupported', 'Signals of one WFDB file have different formats.');
  if (format === undefined) throw new ReadFault('unsupported', `WFDB signal format ${code} is not read.`);
  if (!format.verified) {
    warnings.add('unverified', `WFDB signal format ${code} is read by its description; no real file was at hand.`);
  }
  return format;
}

/** The prolog of 24 bytes is a MATLAB 4 matrix header: it repeats the numbers of signals and samples. */
function checkMatlab(file: ByteSource, signals: number, frames: number | null, warnings: Warnings): void {
  const bytes = file.read(0, MATLAB_PROLOG);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0, true) !== MATLAB_INT16) return;
  const agrees = view.getInt32(4, true) === signals && (frames === null || view.getInt32(8, true) === frames);
  if (!agrees) warnings.add('malformed', 'The size inside the MATLAB file differs from the header’s.');
}

/** Packed samples come in groups of two or three: so many of them always end with one. */
const WHOLE_GROUPS = 6;

/** The numbers of every signal of a file, which has one frame of all of them after the other. */
function readFrames(
  file: ByteSource,
  prolog: number,
  format: SampleFormat,
  specs: readonly SignalSpec[],
  frames: number,
): SampleArray[] {
  const all = specs.map((spec) => format.make(frames * spec.samplesPerFrame));
  const perFrame = specs.reduce((sum, spec) => sum + spec.samplesPerFrame, 0);
  const most = WHOLE_GROUPS * unitsInBlock(format.bytesFor(WHOLE_GROUPS * perFrame));
  for (let first = 0; first < frames; first += most) {
    const count = Math.min(most, frames - first);
    const from = prolog + format.bytesFor(first * perFrame);
    const bytes = file.read(from, from + format.bytesFor(count * perFrame));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let place = 0;
    for (const [index, { samplesPerFrame }] of specs.entries()) {
      const samples = all[index] ?? format.make(0);
      let out = first * samplesPerFrame;
      for (let frame = 0; frame < count; frame++)
        for (let i = 0; i < samplesPerFrame; i++) samples[out++] = format.read(view, frame * perFrame + place + i);
      place += samplesPerFrame;
    }
  }
  for (const [index, spec] of specs.entries()) if (spec.format === DIFFERENCES) sumUp(all[index], spec.initial ?? 0);
  return all;
}

function sumUp(samples: SampleArray | undefined, initial: number): void {
  let value = initial;
  for (let i = 0; samples !== undefined && i < samples.length; i++) {
    value += samples[i] ?? 0;
    samples[i] = value;
  }
}

/** The header's sum is kept modulo 65536, signed by most writers, unsigned by some. */
function checkSum(spec: SignalSpec, samples: SampleArray, warnings: Warnings): void {
  if (spec.checksum === null) return;
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum = (sum + (samples[i] ?? 0)) & 0xffff;
  if (sum !== (spec.checksum & 0xffff)) {
    warnings.add('checksum', 'A signal’s samples differ from the checksum in the header.');
  }
}
