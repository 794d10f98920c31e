import { readAecg } from './aecg/read-aecg';
import { readApple } from './apple/read-apple';
import type { Warnings } from './common/warnings';
import { readDicom } from './dicom/read-dicom';
import { readEdf } from './edf/read-edf';
import { readFhir } from './fhir/read-fhir';
import { readIshne } from './ishne/read-ishne';
import { readKardia } from './kardia/read-kardia';
import { readMuse } from './muse/read-muse';
import { readPhilips } from './philips/read-philips';
import type { Recording, RecordingFormat } from './recording';
import { readScp } from './scp/read-scp';

/** Reads a recording of one file; `companion` are the annotations that ISHNE keeps in a second one. */
type Reader = (bytes: Uint8Array, warnings: Warnings, companion: Uint8Array | null) => Recording;

/** The readers of formats that are one file. */
export const READERS: Record<Exclude<RecordingFormat, 'wfdb'>, Reader> = {
  scp: readScp,
  aecg: readAecg,
  dicom: readDicom,
  philips: readPhilips,
  muse: readMuse,
  ishne: readIshne,
  edf: readEdf,
  kardia: readKardia,
  apple: readApple,
  fhir: readFhir,
};
