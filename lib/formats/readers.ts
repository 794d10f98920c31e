import { readAecg } from './aecg/read-aecg';
import { readApple } from './apple/read-apple';
import type { ByteSource } from './common/byte-source';
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
type Reader = (file: ByteSource, warnings: Warnings, companion: Uint8Array | null) => Recording;

/** The reader of a format whose files are never long: it has them whole. */
const whole =
  (read: (bytes: Uint8Array, warnings: Warnings) => Recording): Reader =>
  (file, warnings) =>
    read(file.whole(), warnings);

/** The readers of formats that are one file. */
export const READERS: Record<Exclude<RecordingFormat, 'wfdb'>, Reader> = {
  scp: whole(readScp),
  aecg: whole(readAecg),
  dicom: whole(readDicom),
  philips: whole(readPhilips),
  muse: whole(readMuse),
  ishne: readIshne,
  edf: readEdf,
  kardia: whole(readKardia),
  apple: whole(readApple),
  fhir: whole(readFhir),
};
