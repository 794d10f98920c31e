import { deflateRawSync } from 'node:zlib';

/** How a made-up DICOM file is written. */
export type SyntaxFixture = 'implicit' | 'explicit' | 'big' | 'deflated';

/** An element: tag, VR, and a text, numbers of the VR's width, bytes, or items of a sequence. */
type ElementFixture = [tag: number, vr: string, value: string | number | Uint8Array | ElementFixture[][]];

const UIDS = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  big: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
};
const LONG = new Set(['OB', 'OW', 'SQ', 'UT']);

/** Bytes of a DICOM file with some elements, written from the standard (PS3.5, PS3.10). */
export function dicomBytes(syntax: SyntaxFixture, elements: ElementFixture[]): Uint8Array {
  const meta = write([[0x00020010, 'UI', UIDS[syntax]]], true, false);
  const body = write(elements, syntax !== 'implicit', syntax === 'big');
  const head = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), meta]);
  return Buffer.concat([head, syntax === 'deflated' ? deflateRawSync(body) : body]);
}

function write(elements: ElementFixture[], explicit: boolean, big: boolean): Buffer {
  return Buffer.concat(elements.map((element) => writeElement(element, explicit, big)));
}

function number(value: number, width: 2 | 4, big: boolean): Buffer {
  const buffer = Buffer.alloc(width);
  if (big) buffer.writeUIntBE(value, 0, width);
  else buffer.writeUIntLE(value, 0, width);
  return buffer;
}

function tagBytes(tag: number, big: boolean): Buffer {
  return Buffer.concat([number(Math.floor(tag / 65_536), 2, big), number(tag % 65_536, 2, big)]);
}

function writeElement([tag, vr, value]: ElementFixture, explicit: boolean, big: boolean): Buffer {
  const content = contentOf(vr, value, explicit, big);
  const long = !explicit || LONG.has(vr);
  const head = explicit ? Buffer.from(LONG.has(vr) ? `${vr}\0\0` : vr) : Buffer.alloc(0);
  return Buffer.concat([tagBytes(tag, big), head, number(content.length, long ? 4 : 2, big), content]);
}

function contentOf(vr: string, value: ElementFixture[2], explicit: boolean, big: boolean): Buffer {
  if (typeof value === 'number') return number(value, vr === 'UL' ? 4 : 2, big);
  if (typeof value === 'string')
    return Buffer.from(value.padEnd(value.length + (value.length % 2), vr === 'UI' ? '\0' : ' '));
  if (value instanceof Uint8Array) return Buffer.from(value);
  const items = value.map((item) => {
    const bytes = write(item, explicit, big);
    return Buffer.concat([tagBytes(0xfffee000, big), number(bytes.length, 4, big), bytes]);
  });
  return Buffer.concat(items);
}

/** Lead III: 0.5 mV × 2 a unit, a baseline of 3 mV, taken 0.25 s late, 12 bits stored. */
const CHANNEL: ElementFixture[] = [
  [0x003a0203, 'SH', 'x'],
  [
    0x003a0208,
    'SQ',
    [
      [
        [0x00080100, 'SH', '2:61'],
        [0x00080102, 'SH', 'MDC'],
      ],
    ],
  ],
  [0x003a0210, 'DS', '0.5'],
  [0x003a0211, 'SQ', [[[0x00080100, 'SH', 'mV']]]],
  [0x003a0212, 'DS', '2'],
  [0x003a0213, 'DS', '3'],
  [0x003a0214, 'DS', '0.25'],
  [0x003a021a, 'US', 12],
];

/** A one-channel waveform object with a baseline, a correction factor, a skew and 12 of 16 bits stored. */
export function waveformElements(
  big: boolean,
  change: { interpretation?: string; bits?: number } = {},
): ElementFixture[] {
  const stored = [0, 1, 0xfff, 0x7ff, 0x800];
  const data = Buffer.alloc(stored.length * 2);
  for (const [i, value] of stored.entries()) {
    // The four bits above the stored twelve are noise on purpose.
    if (big) data.writeUInt16BE(value | 0x5000, 2 * i);
    else data.writeUInt16LE(value | 0x5000, 2 * i);
  }
  return [
    [0x0008002a, 'DT', '20261103081500.250+0100'],
    [0x00100010, 'PN', 'Doe^Jane'],
    [0x00101010, 'AS', '049Y'],
    [
      0x54000100,
      'SQ',
      [
        [
          [0x003a0004, 'CS', 'ORIGINAL'],
          [0x003a0005, 'US', 1],
          [0x003a0010, 'UL', stored.length],
          [0x003a001a, 'DS', '2'],
          [0x003a0200, 'SQ', [CHANNEL]],
          [0x54001004, 'US', change.bits ?? 16],
          [0x54001006, 'CS', change.interpretation ?? 'SS'],
          [0x54001010, 'OW', data],
        ],
      ],
    ],
  ];
}
