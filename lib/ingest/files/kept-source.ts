import { fileSource } from '@/lib/formats/common/byte-source';
import { detectFormat, type FileKind } from '@/lib/formats/detect';
import type { SourceFile } from '../domain/object-keys';
import type { Content } from './content';
import { storedZip } from './stored-zip';
import type { UploadFile } from './upload-file';

/** The source of a record as it is kept. */
export interface KeptSource {
  file: SourceFile;
  content_type: string;
  content: Content;
}

const KINDS: Record<FileKind, [SourceFile, string]> = {
  wfdb: ['source.hea', 'text/plain'],
  scp: ['source.scp', 'application/octet-stream'],
  aecg: ['source.xml', 'application/xml'],
  dicom: ['source.dcm', 'application/dicom'],
  philips: ['source.xml', 'application/xml'],
  muse: ['source.xml', 'application/xml'],
  ishne: ['source.ecg', 'application/octet-stream'],
  ishne_annotations: ['source.ann', 'application/octet-stream'],
  edf: ['source.edf', 'application/octet-stream'],
  kardia: ['source.json', 'application/json'],
  apple: ['source.csv', 'text/csv'],
  fhir: ['source.json', 'application/fhir+json'],
  zip: ['source.zip', 'application/zip'],
  gzip: ['source.gz', 'application/gzip'],
};

/**
 * The files of a record as one source: a single file byte for byte as it came, several in one archive that compresses
 * nothing, each byte for byte under its own name.
 */
export function keptSource(files: readonly UploadFile[]): KeptSource {
  const [only, second] = files;
  if (only === undefined || second !== undefined) {
    return { file: 'source.zip', content_type: 'application/zip', content: storedZip(files) };
  }
  const kind = detectFormat(fileSource(only));
  const [file, content_type] = kind === null ? (['source.bin', 'application/octet-stream'] as const) : KINDS[kind];
  const content = 'bytes' in only ? only.bytes : { bytes: only.source.size, pieces: [{ path: only.path }] };
  return { file, content_type, content };
}
