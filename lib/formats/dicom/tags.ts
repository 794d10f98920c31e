import { cleanLine, decimal, latin1 } from '../common/text';
import type { DataSet } from './data-set';

/** The elements that are read, by the names of the standard's data dictionary. */
export const TAGS = {
  SpecificCharacterSet: 0x00080005,
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  StudyDate: 0x00080020,
  ContentDate: 0x00080023,
  AcquisitionDateTime: 0x0008002a,
  StudyTime: 0x00080030,
  ContentTime: 0x00080033,
  Manufacturer: 0x00080070,
  ManufacturerModelName: 0x00081090,
  CodeValue: 0x00080100,
  CodingSchemeDesignator: 0x00080102,
  CodeMeaning: 0x00080104,
  TimezoneOffsetFromUTC: 0x00080201,
  PatientName: 0x00100010,
  PatientID: 0x00100020,
  PatientBirthDate: 0x00100030,
  PatientSex: 0x00100040,
  PatientAge: 0x00101010,
  DeviceSerialNumber: 0x00181000,
  SoftwareVersions: 0x00181020,
  MultiplexGroupTimeOffset: 0x00181068,
  WaveformOriginality: 0x003a0004,
  NumberOfWaveformChannels: 0x003a0005,
  NumberOfWaveformSamples: 0x003a0010,
  SamplingFrequency: 0x003a001a,
  MultiplexGroupLabel: 0x003a0020,
  ChannelDefinitionSequence: 0x003a0200,
  ChannelLabel: 0x003a0203,
  ChannelStatus: 0x003a0205,
  ChannelSourceSequence: 0x003a0208,
  ChannelSensitivity: 0x003a0210,
  ChannelSensitivityUnitsSequence: 0x003a0211,
  ChannelSensitivityCorrectionFactor: 0x003a0212,
  ChannelBaseline: 0x003a0213,
  ChannelTimeSkew: 0x003a0214,
  ChannelSampleSkew: 0x003a0215,
  WaveformBitsStored: 0x003a021a,
  FilterLowFrequency: 0x003a0220,
  FilterHighFrequency: 0x003a0221,
  NotchFilterFrequency: 0x003a0222,
  MeasurementUnitsCodeSequence: 0x004008ea,
  AcquisitionContextSequence: 0x00400555,
  ConceptNameCodeSequence: 0x0040a043,
  ReferencedWaveformChannels: 0x0040a0b0,
  TemporalRangeType: 0x0040a130,
  ReferencedSamplePositions: 0x0040a132,
  ReferencedTimeOffsets: 0x0040a138,
  ConceptCodeSequence: 0x0040a168,
  NumericValue: 0x0040a30a,
  WaveformAnnotationSequence: 0x0040b020,
  WaveformSequence: 0x54000100,
  WaveformBitsAllocated: 0x54001004,
  WaveformSampleInterpretation: 0x54001006,
  WaveformPaddingValue: 0x5400100a,
  WaveformData: 0x54001010,
  UnformattedTextValue: 0x00700006,
} as const;

/** Sequences among them: implicit files do not say which elements are. */
const SEQUENCES: ReadonlySet<number> = new Set([
  TAGS.ChannelDefinitionSequence,
  TAGS.ChannelSourceSequence,
  TAGS.ChannelSensitivityUnitsSequence,
  TAGS.MeasurementUnitsCodeSequence,
  TAGS.AcquisitionContextSequence,
  TAGS.ConceptNameCodeSequence,
  TAGS.ConceptCodeSequence,
  TAGS.WaveformAnnotationSequence,
  TAGS.WaveformSequence,
]);

/** Whether an element is a sequence that is looked into. */
export function isSequenceTag(tag: number): boolean {
  return SEQUENCES.has(tag);
}

/** Reads values of data sets in the file's byte order and character set. */
export class Values {
  readonly #decoder: TextDecoder;

  constructor(
    root: DataSet,
    readonly littleEndian: boolean,
  ) {
    const set = latin1(root.get(TAGS.SpecificCharacterSet)?.value ?? new Uint8Array(0)).trim();
    this.#decoder = new TextDecoder(/ISO_IR 192/.test(set) ? 'utf-8' : (CHARACTER_SETS.get(set) ?? 'latin1'));
  }

  /** A text on one line; `null` when absent or empty. */
  text(dataSet: DataSet | undefined, tag: number): string | null {
    const value = dataSet?.get(tag)?.value;
    return value === undefined || value === null ? null : cleanLine(this.#decoder.decode(value.subarray(0, 65_536)));
  }

  /** A decimal string; the first of several. */
  decimal(dataSet: DataSet | undefined, tag: number): number | null {
    return decimal(this.text(dataSet, tag)?.split('\\')[0]);
  }

  /** Unsigned 16-bit numbers. */
  u16s(dataSet: DataSet | undefined, tag: number): number[] {
    return this.#numbers(dataSet, tag, 2, (view, at) => view.getUint16(at, this.littleEndian));
  }

  /** Unsigned 32-bit numbers. */
  u32s(dataSet: DataSet | undefined, tag: number): number[] {
    return this.#numbers(dataSet, tag, 4, (view, at) => view.getUint32(at, this.littleEndian));
  }

  #numbers(dataSet: DataSet | undefined, tag: number, width: number, read: (view: DataView, at: number) => number) {
    const value = dataSet?.get(tag)?.value;
    if (value === undefined || value === null) return [];
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const count = Math.min(Math.floor(value.length / width), 10_000);
    return Array.from({ length: count }, (_, index) => read(view, index * width));
  }

  /** The first item of a code sequence. */
  code(dataSet: DataSet | undefined, tag: number): { value: string; scheme: string; meaning: string } {
    const item = dataSet?.get(tag)?.items[0];
    return {
      value: this.text(item, TAGS.CodeValue) ?? '',
      scheme: this.text(item, TAGS.CodingSchemeDesignator) ?? '',
      meaning: this.text(item, TAGS.CodeMeaning) ?? '',
    };
  }
}

/** Single-byte character sets; without one, ASCII is due, and Latin-1 holds it. */
const CHARACTER_SETS = new Map([
  ['ISO_IR 100', 'latin1'],
  ['ISO_IR 101', 'iso-8859-2'],
  ['ISO_IR 109', 'iso-8859-3'],
  ['ISO_IR 110', 'iso-8859-4'],
  ['ISO_IR 144', 'iso-8859-5'],
  ['ISO_IR 127', 'iso-8859-6'],
  ['ISO_IR 126', 'iso-8859-7'],
  ['ISO_IR 138', 'iso-8859-8'],
  ['ISO_IR 166', 'windows-874'],
  ['GB18030', 'gb18030'],
]);
