import type { ByteSource } from './common/byte-source';
import { ReadFault } from './common/fault';
import { at, isObject, listOf, readJson } from './common/json';
import { latin1, utf8OrLatin1 } from './common/text';
import { xmlEncoding } from './common/xml';
import type { RecordingFormat } from './recording';

/** What a file is by its content. */
export type FileKind = RecordingFormat | 'ishne_annotations' | 'zip' | 'gzip';

const HEAD_BYTES = 64 * 1024;

/**
 * Tells a file's format by its content alone, never by its name; `null` when it is none of ours. A file that begins
 * like one format and contains another is the one it begins like.
 */
export function detectFormat(file: ByteSource): FileKind | null {
  const head = file.read(0, HEAD_BYTES);
  return detectBinary(head, file.size) ?? detectXml(head) ?? detectJson(head, file) ?? detectText(head);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return latin1(bytes.subarray(from, to));
}

function detectBinary(bytes: Uint8Array, size: number): FileKind | null {
  if (ascii(bytes, 0, 4) === 'PK\x03\x04' || ascii(bytes, 0, 4) === 'PK\x05\x06') return 'zip';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (ascii(bytes, 128, 132) === 'DICM' || beginsWithDicomGroup(bytes)) return 'dicom';
  const mark = ascii(bytes, 0, 8);
  if (mark === 'ISHNE1.0') return 'ishne';
  if (mark === 'ANN  1.0') return 'ishne_annotations';
  if (ascii(bytes, 16, 22) === 'SCPECG' || looksLikeScp(bytes, size)) return 'scp';
  if (mark === '0       ' && /^\d+ *$/.test(ascii(bytes, 184, 192))) return 'edf';
  return mark === '\xffBIOSEMI' ? 'edf' : null;
}

/** A data set without preamble: a first element of group 2 or 8 with a small even length. */
function beginsWithDicomGroup(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const [group = 0, high = 0, element = 0, elementHigh = 0] = bytes;
  if (!((group === 2 || group === 8) && high === 0 && elementHigh === 0)) return false;
  const explicit = /^(UL|UI|OB|SH|CS|DA|DT|TM)$/.test(ascii(bytes, 4, 6));
  return explicit || (element <= 0x18 && bytes[6] === 0 && bytes[7] === 0 && (bytes[4] ?? 1) % 2 === 0);
}

/** SCP-ECG of old writers leaves the mark out: then section 0 must be the first and the declared length must be there. */
function looksLikeScp(bytes: Uint8Array, size: number): boolean {
  if (bytes.length < 142) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(2, true);
  const isSectionZero = view.getUint16(8, true) === 0 && [13, 20, 22, 30].includes(bytes[15] ?? 0);
  return isSectionZero && length > 142 && length <= size && view.getUint16(22, true) === 0;
}

/** Name and attributes of a document's first element, found past declaration, comments and DOCTYPE. */
function rootTag(bytes: Uint8Array): string | null {
  const encoding = xmlEncoding(bytes.subarray(0, HEAD_BYTES));
  const text = new TextDecoder(encoding === 'latin1' ? 'utf-8' : encoding).decode(bytes.subarray(0, HEAD_BYTES));
  let from = /^[\ufeff\s]*/.exec(text)?.[0].length ?? 0;
  while (text[from] === '<') {
    const end = text.startsWith('<!--', from) ? text.indexOf('-->', from) + 2 : text.indexOf('>', from);
    if (end <= from + 1) return null;
    if (text[from + 1] !== '?' && text[from + 1] !== '!') return text.slice(from + 1, end);
    from = text.indexOf('<', end);
    if (from < 0) return null;
  }
  return null;
}

function detectXml(bytes: Uint8Array): FileKind | null {
  const name = rootTag(bytes)?.split(/[\s/>]/)[0];
  switch (name?.slice(name.indexOf(':') + 1)) {
    case 'AnnotatedECG':
      return 'aecg';
    case 'restingecgdata':
      return 'philips';
    case 'RestingECG':
      return 'muse';
    default:
      return null;
  }
}

function detectJson(bytes: Uint8Array, file: ByteSource): FileKind | null {
  if (!/^\ufeff?\s*[{[]/.test(utf8OrLatin1(bytes.subarray(0, 1024)))) return null;
  const head = ascii(bytes, 0, HEAD_BYTES);
  // A whole parse only for what may be ours: JSON of other kinds is refused at once, and cut files say that they are cut.
  try {
    return kindOfJson(readJson(file.whole()));
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    if (/"resourceType"\s*:\s*"(Observation|Bundle)"/.test(head)) return 'fhir';
    return /"(amplitudeResolution|algorithmDetermination)"\s*:/.test(head) ? 'kardia' : null;
  }
}

/** What parsed JSON is: a FHIR resource or a Kardia export, or `null` for JSON that is no recording file. */
export function kindOfJson(value: unknown): 'fhir' | 'kardia' | null {
  const type = at(value, 'resourceType');
  if (type === 'Observation' || type === 'Bundle') return 'fhir';
  if (!isObject(value)) return null;
  const isKardia = at(value, 'recordedAt') !== undefined && isObject(at(value, 'data', 'raw', 'samples'));
  return isKardia || listOf(value, 'data', 'raw').length > 0 ? 'kardia' : null;
}

const RATE_LINE = /^[^,\n]{1,80},\s*"?\d{2,5}([.,]\d+)?\s*(hertz|hz|h[eé]rc|герц|ヘルツ|赫兹|헤르츠)/imu;
const RECORD_LINE = /^[^\s/\\]{1,255}(\/\d{1,9})?[ \t]+\d{1,5}([ \t]+\d[^\n]*)?$/;

function detectText(bytes: Uint8Array): FileKind | null {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (head.includes('\0')) return null;
  if (RATE_LINE.test(head)) return 'apple';
  const first = head.split(/\r\n?|\n/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return first !== undefined && RECORD_LINE.test(first.trim()) ? 'wfdb' : null;
}
