import { deflateRawSync, gzipSync } from 'node:zlib';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { dicomBytes } from '@/lib/formats/dicom/dicom.fixture';
import { crc32 } from '@/lib/signals/crc32';

/** An input that claims or becomes far more than it is. */
export interface Bomb {
  name: string;
  files: NamedBytes[];
}

const encode = (text: string) => new TextEncoder().encode(text);
const one = (name: string, bytes: Uint8Array | string): Bomb => ({
  name,
  files: [{ name, bytes: typeof bytes === 'string' ? encode(bytes) : bytes }],
});

/** A zip archive of some members, as its format is described; `claim` replaces the size that is written. */
export function zipBytes(members: { name: string; content: Uint8Array; claim?: number; flags?: number }[]): Uint8Array {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claim, flags = 0 } of members) {
    const packed = deflateRawSync(content);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(content), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(claim ?? content.length, 8);
    const common = Buffer.from([20, 0, flags, 0, 8, 0, 0, 0, 0, 0]);
    const length = Buffer.from([name.length, 0, 0, 0]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, sizes, length, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, sizes, length, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const XML = '<?xml version="1.0"?>';
const AECG = '<AnnotatedECG xmlns="urn:hl7-org:v3">';
const LAUGHS = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

/**
 * Size bombs and claims of every kind of container and format.
 *
 * @param size 1 for all they have; less where only the answer counts, as making them takes time
 */
export function bombs(size = 1): Bomb[] {
  const zeros = new Uint8Array(size * 200 * 2 ** 20);
  const half = zeros.subarray(0, 0.45 * zeros.length);
  return [
    one('zip of 200 MB of zeros', zipBytes([{ name: 'a', content: zeros }])),
    one('zip that claims a small size', zipBytes([{ name: 'a', content: half, claim: 100 }])),
    one('zip of three times 90 MB', zipBytes(['a', 'b', 'c'].map((name) => ({ name, content: half })))),
    one('gzip of 200 MB of zeros', gzipSync(zeros)),
    one('zip in a zip', zipBytes([{ name: 'a', content: zipBytes([{ name: 'b', content: encode('x') }]) }])),
    one(
      'deflated DICOM without end',
      Buffer.concat([dicomBytes('deflated', []).subarray(0, 162), deflateRawSync(zeros)]),
    ),
    one('billion laughs', `${XML}<!DOCTYPE a [<!ENTITY l0 "lol">${LAUGHS}]>${AECG}&l10;</AnnotatedECG>`),
    one('external entity', `${XML}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${AECG}&x;</AnnotatedECG>`),
    one('entity that nobody declared', `${XML}${AECG}&x;</AnnotatedECG>`),
    one('a million elements', `${XML}${AECG}${'<a/>'.repeat(1_000_000)}</AnnotatedECG>`),
    one('elements nested 100 000 deep', `${XML}${AECG}${'<a>'.repeat(100_000)}`),
    one('an attribute of 30 MB', `${XML}${AECG}<a b="${'x'.repeat(size * 30 * 2 ** 20)}"/>`),
    one(
      'ten thousand attributes',
      `${XML}${AECG}<a ${Array.from({ length: 10_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    ),
    one('digits without end', digits(Math.max(5_000_000, size * 15_000_000))),
    one('JSON nested 100 000 deep', `{"resourceType":"Observation","a":${'['.repeat(100_000)}`),
    one('JSON of a million lists', `{"resourceType":"Observation","a":[${'[],'.repeat(1_000_000)}[]]}`),
    one('JSON of 8 million numbers', `{"resourceType":"Observation","a":[${'1,'.repeat(size * 7_900_000)}1]}`),
    one('JSON with 1e400', '{"resourceType":"Observation","valueSampledData":{"period":1e400,"data":"1"}}'),
    one('SCP-ECG that claims 2 billion samples', scpClaim()),
    one(
      'EDF of 4 billion records',
      `0       ${' '.repeat(160)}03.11.2622.30.00512     ${' '.repeat(44)}4e9     1       1   ${' '.repeat(256)}`,
    ),
    ...wfdbClaims(),
  ];
}

function digits(count: number): string {
  const time = '<value><head value="0" unit="s"/><increment value="1" unit="ms"/></value>';
  const sequence = (code: string, value: string) =>
    `<component><sequence><code code="${code}"/>${value}</sequence></component>`;
  const lead = sequence('MDC_ECG_LEAD_I', `<value><digits>${'1 '.repeat(count)}</digits></value>`);
  const set = `<sequenceSet>${sequence('TIME_RELATIVE', time)}${lead}</sequenceSet>`;
  return `${XML}${AECG}<component><series><component>${set}</component></series></component></AnnotatedECG>`;
}

/** Sections 0, 3 and 6 alone; section 3 claims a lead of 2^31 − 1 samples. */
function scpClaim(): Uint8Array {
  const bytes = Buffer.alloc(400);
  const section = (at: number, id: number, length: number) => {
    bytes.writeUInt16LE(id, at + 2);
    bytes.writeUInt32LE(length, at + 4);
    bytes.writeUInt8(20, at + 9);
  };
  bytes.writeUInt32LE(400, 2);
  section(6, 0, 36);
  bytes.write('SCPECG', 16, 'latin1');
  for (const [i, [id = 0, length = 0, index = 0]] of [
    [3, 28, 43],
    [6, 100, 71],
  ].entries()) {
    bytes.writeUInt16LE(id, 22 + 10 * i);
    bytes.writeUInt32LE(length, 24 + 10 * i);
    bytes.writeUInt32LE(index, 28 + 10 * i);
    section(index - 1, id, length);
  }
  bytes.writeUInt8(1, 58);
  bytes.writeInt32LE(1, 60);
  bytes.writeInt32LE(2 ** 31 - 1, 64);
  return bytes;
}

function wfdbClaims(): Bomb[] {
  const dat = { name: 'r.dat', bytes: new Uint8Array(2 ** 20) };
  const header = (text: string) => ({ name: 'r.hea', bytes: encode(text) });
  const segments = Array.from({ length: 4000 }, (_, i) => `s${i}`);
  return [
    { name: 'WFDB that claims 2 billion samples', files: [header('r 1 100 2147483647\nr.dat 16 200\n'), dat] },
    {
      name: 'WFDB of 4000 segments with one signal file',
      files: [
        header(`r/4000 1 100 2097152000\n${segments.map((name) => `${name} 524288`).join('\n')}\n`),
        ...segments.map((name) => ({
          name: `${name}.hea`,
          bytes: encode(`${name} 1 100 524288\nr.dat 16 200 0 0 0 0 0 II\n`),
        })),
        dat,
      ],
    },
    {
      name: 'WFDB that is a gap at every second sample',
      files: [
        header('r 1 100 500000\nr.dat 16 200\n'),
        {
          name: 'r.dat',
          bytes: new Uint8Array(Int16Array.from({ length: 500_000 }, (_, i) => (i % 2 ? 1 : -32_768)).buffer),
        },
      ],
    },
  ];
}
