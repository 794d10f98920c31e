import type { Warnings } from '../common/warnings';
import { emptyRecording, type Recording } from '../recording';
import { readGlobalMeasurements, readLeadMeasurements, readStatements } from './measurements';
import { readPatient } from './patient';
import { readSections } from './sections';
import { readWaveforms } from './waveforms';

/** Reads an SCP-ECG file (EN 1064, ISO 11073-91064): rhythm, reference beat, patient, device, measurements, statements. */
export function readScp(bytes: Uint8Array, warnings: Warnings): Recording {
  const sections = readSections(bytes, warnings);
  const body = (id: number) => sections.get(id)?.body;
  const { decode, ...facts } = readPatient(body(1), warnings);
  const protocol = sections.get(1)?.protocol ?? sections.get(6)?.protocol;
  const text = readStatements(body(8), false, decode);
  return {
    ...emptyRecording('scp'),
    ...facts,
    format_version: protocol === undefined ? null : (protocol / 10).toFixed(1),
    blocks: readWaveforms(sections, warnings),
    measurements: [...readGlobalMeasurements(body(7)), ...readLeadMeasurements(body(10))],
    statements: text.length > 0 ? text : readStatements(body(11), true, decode),
    warnings: [],
  };
}
