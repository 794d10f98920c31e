import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { ishneBytes, museDocument } from '@/lib/formats/made-up-files.fixture';
import { type DeviceApi, deviceApi } from '@/lib/testing/file-uploads';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { recordingFile, recordingFolder } from '@/lib/testing/recording-files';
import { anEcgBody, aPdf } from '@/lib/testing/uploads';

/*
 * Golden values: measured with independent readers of each format (lib/formats/<format>/*.test.ts holds them as stored
 * numbers). Here they are physical: first value, number and sum of a lead's samples in its unit.
 */
interface Golden {
  name: string;
  files: () => NamedBytes[];
  /** Whether the file says whose it is. */
  names_patient?: true;
  /** What else must be sent beside a file that does not say it. */
  beside?: Record<string, string>;
  status?: number;
  leads: Record<string, { first?: number; count?: number; sum?: number; unit?: string; lsb: number }>;
}

const NOT_SAID = { recording_date: '2026-11-03T08:15:00+01:00' };
const file = (name: string) => () => [recordingFile(name)];
const folder = (name: string, without?: string[]) => () => recordingFolder(name, without);
const ELI = {
  I: { first: -5, count: 5000, sum: -4921 * 2.5, lsb: 2.5 },
  V6: { first: -22.5, count: 5000, sum: -1762 * 2.5, lsb: 2.5 },
};

const GOLDEN: Golden[] = [
  { name: 'SCP-ECG', files: file('ecgtoolkit/Example.scp'), names_patient: true, leads: ELI },
  { name: 'DICOM', files: file('ecgtoolkit/Example.dcm'), names_patient: true, leads: ELI },
  { name: 'HL7 aECG', files: file('ecgtoolkit/Example.xml'), names_patient: true, leads: ELI },
  {
    name: 'Philips 1.03',
    files: file('philips/129DYPRG.XML'),
    names_patient: true,
    leads: { II: { first: 585, count: 5264, lsb: 5 }, aVR: { first: -415, count: 5264, lsb: 5 } },
  },
  {
    name: 'Philips 1.04',
    files: file('philips/3191723_ZZDEMOPTONLY_1-04_orig.xml'),
    names_patient: true,
    leads: { II: { first: 190, count: 5300, lsb: 5 }, V3: { first: 1085, count: 5300, lsb: 5 } },
  },
  {
    name: 'FHIR Observation, whose example tells no unit',
    files: file('fhir/Observation-ekg.json'),
    leads: { II: { first: 5338.092, count: 116, unit: '1', lsb: 1.612 } },
  },
  {
    name: 'WFDB with a MATLAB file',
    files: folder('wfdb/E07500'),
    beside: NOT_SAID,
    leads: { I: { first: -68, count: 5000, sum: 1250, lsb: 1 }, V6: { count: 5000, sum: 7912, lsb: 1 } },
  },
  {
    name: 'WFDB of two signal files with Frank leads',
    files: folder('wfdb/s0010_re'),
    beside: NOT_SAID,
    leads: { II: { first: -229, count: 38_400, lsb: 0.5 }, Z: { first: -9, count: 38_400, sum: -1992 / 2, lsb: 0.5 } },
  },
  {
    name: 'WFDB with delineation',
    files: folder('wfdb/ludb-1'),
    beside: NOT_SAID,
    leads: { I: { first: -73.427, count: 5000, lsb: 0.612 } },
  },
  {
    name: 'WFDB format 212 in a zip',
    files: file('wfdb/100/100.zip'),
    beside: NOT_SAID,
    leads: {
      MLII: { first: -145, count: 650_000, sum: (625_781_133 - 650_000 * 1024) * 5, lsb: 5 },
      V5: { first: -65, count: 650_000, sum: (640_765_524 - 650_000 * 1024) * 5, lsb: 5 },
    },
  },
  {
    name: 'WFDB of a Holter',
    files: folder('wfdb/data_101_6'),
    beside: NOT_SAID,
    leads: { I: { first: 5030.026, count: 22_355, lsb: 0.034 } },
  },
  {
    name: 'WFDB of a monitor, three rates',
    files: folder('wfdb/03700181'),
    leads: { MCL1: { count: 300_000, lsb: 0.5 }, ABP: { first: 51.558, count: 75_000, unit: 'mmHg', lsb: 0.08 } },
  },
  {
    name: 'WFDB of many segments under a surrogate date',
    files: folder('wfdb/s25047', ['s25047-2704-05-04-10-44n.hea', '3234460n.dat']),
    status: 202,
    leads: { II: { count: 517_500 - 722, sum: -1_977_907.602, lsb: 10 } },
  },
  {
    name: 'MUSE (made from its description)',
    files: () => [{ name: 'm.xml', bytes: Buffer.from(museDocument(), 'latin1') }],
    names_patient: true,
    leads: { V1: { first: 0, count: 4, sum: 244, lsb: 4.88 } },
  },
  {
    name: 'ISHNE (made from its description)',
    files: () => [{ name: 'h.ecg', bytes: ishneBytes() }],
    names_patient: true,
    leads: { II: { first: 2.5, count: 3, sum: 204 * 2.5, lsb: 2.5 } },
  },
];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let installation: TestInstallation;
let api: DeviceApi;

beforeAll(async () => {
  installation = await createInstallation({});
  api = await deviceApi(installation);
});
afterAll(() => installation.close());

const keysBelow = async () => {
  const keys: string[] = [];
  for await (const { key } of installation.services.objects.list(`${installation.organization_id}/`)) keys.push(key);
  return keys;
};

async function objectOf(id: string, role: string): Promise<Uint8Array> {
  const key = (await keysBelow()).find((one) => one.includes(id) && one.includes(role));
  if (key === undefined) throw new Error(`no ${role}`);
  return installation.services.objects.get(key);
}

interface WindowChannel {
  name: string;
  unit: string;
  values?: (number | null)[];
}

async function samplesOf(id: string, lead: string): Promise<WindowChannel> {
  const window = await api.get('readSignals', { id }, `?channels=${lead}`);
  const [channel] = window.channels as WindowChannel[];
  if (!channel) throw new Error(`no lead ${lead}`);
  return channel;
}

async function send({ name, files, names_patient, beside: more }: Golden): Promise<Response> {
  const sent = files();
  const device_id = `DEV ${name}`;
  const beside = names_patient ? { ...more } : { patient_id: `P ${name}`, ...more };
  const [only, second] = sent;
  if (only && !second) return api.postFile(only.bytes, { device_id, ...beside });
  return api.postParts(sent, { data: { device_id, ...beside } });
}

describe.each(GOLDEN)('$name', (golden) => {
  let answer: Record<string, unknown>;
  let id = '';

  it('is stored, and its samples are read back to the unit of its converter', async () => {
    const response = await send(golden);
    answer = (await response.json()) as Record<string, unknown>;
    expect([response.status, answer.errors]).toEqual([golden.status ?? 201, undefined]);
    id = String(answer.id);
    for (const [lead, { first, count, sum, unit = 'uV', lsb }] of Object.entries(golden.leads)) {
      const channel = await samplesOf(id, lead);
      const values = (channel.values ?? []).filter((value) => value !== null);
      expect([lead, channel.unit]).toEqual([lead, unit]);
      if (count !== undefined) expect(values.length).toBe(count);
      if (first !== undefined) expect(Math.abs((values[0] ?? Number.NaN) - first)).toBeLessThan(lsb);
      if (sum !== undefined) expect(Math.abs(values.reduce((a, b) => a + b, 0) - sum)).toBeLessThan(lsb);
    }
  });

  it('is kept byte for byte', async () => {
    const source = await objectOf(id, '/source.');
    const sent = golden.files();
    const [only, second] = sent;
    if (only && !second) expect(sha256(source)).toBe(sha256(only.bytes));
    // an archive that compresses nothing holds each file's bytes as they are
    else for (const { bytes } of sent) expect(Buffer.from(source).includes(Buffer.from(bytes))).toBe(true);
    const link = await api.get('getRecordingFile', { id, role: 'source' });
    expect(link).toMatchObject({ sha256: sha256(source), bytes: source.byteLength });
  });

  it('sent again is a duplicate', async () => {
    const again = await send(golden);
    expect([again.status, await again.json()]).toMatchObject([200, { id, status: 'duplicate' }]);
  });
});

describe('what a file says besides its samples', () => {
  it('is the device’s own: measurements, statements, time as written, rhythm and median apart', async () => {
    const response = await api.postFile(recordingFile('ecgtoolkit/Example.scp').bytes, { device_id: 'CART-1' });
    const { id } = (await response.json()) as { id: string };
    const record = await api.get('getRecording', { id });
    expect(record).toMatchObject({
      patient_id: 'SBJ-123',
      time_source: 'organization_zone',
      measurements: { heart_rate_bpm: null, pr_ms: 148, qrs_ms: 120, qt_ms: 420, qtc_ms: 443, qtc_formula: null },
      device: { model: 'ELI250' },
      duration_ms: 10_000,
    });
    expect(record.device_time).toMatch(/^2002-11-22T09:10:00/);
    const kinds = (record.channels as { kind: string }[]).map(({ kind }) => kind);
    expect([kinds.filter((one) => one === 'rhythm').length, kinds.filter((one) => one === 'median').length]).toEqual([
      12, 12,
    ]);
    const median = await api.get('readSignals', { id }, '?channels=I&block=median');
    expect((median.channels as WindowChannel[])[0]?.values?.slice(0, 5)).toEqual([10, 10, 5, 7.5, 10]);
    const details = JSON.parse(Buffer.from(await objectOf(id, '/details.json')).toString());
    expect(details).toMatchObject({ format: 'scp', blocks: [{ kind: 'rhythm' }, { kind: 'median' }] });
  });

  it('gives way to what is sent beside it, and to nobody else’s name', async () => {
    const files = [recordingFile('philips/3191723_ZZDEMOPTONLY_1-04_orig.xml')];
    const data = {
      device_id: 'CART-2',
      patient_id: 'P-OTHER',
      priority: 'urgent',
      statements: ['Read at the bedside'],
    };
    const response = await api.postParts(files, { data, report: aPdf('beside') });
    const answer = (await response.json()) as Record<string, unknown>;
    // the file was posted above under its own name: the same samples under two names
    expect([response.status, answer.patient_id]).toEqual([202, null]);
    expect(new Set(answer.reasons as string[])).toEqual(new Set(['identity_mismatch', 'same_samples']));
    const record = await api.get('getRecording', { id: String(answer.id) });
    expect(record).toMatchObject({ priority: 'urgent', statements: ['Read at the bedside'] });
    expect((record.files as { role: string }[]).map(({ role }) => role)).toEqual([
      'source',
      'envelope',
      'details',
      'signals',
      'report',
    ]);
  });

  it('keeps what a reader said apart from the device, and says so', async () => {
    const bytes = Buffer.from(museDocument({ date: '11-20-2026' }), 'latin1');
    const response = await api.postFile(bytes, { device_id: 'CART-3' }, 'application/xml');
    const { id } = (await response.json()) as { id: string };
    const record = await api.get('getRecording', { id });
    expect(record.statements).toEqual(['Sinus rhythm']);
    expect((record.warnings as { code: string }[]).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['unverified', 'reader_statements']),
    );
  });

  it('takes a FHIR Observation that comes as plain JSON for the file it is', async () => {
    // samples of its own: those of the example were posted above for somebody else
    const text = Buffer.from(recordingFile('fhir/Observation-ekg.json').bytes).toString('utf8');
    const bytes = Buffer.from(text.replace('"data": "2041 ', '"data": "2042 '), 'utf8');
    const query = { device_id: 'CART-4', patient_id: 'P-FHIR' };
    const response = await api.postFile(bytes, query, 'application/json');
    expect(response.status).toBe(201);
  });
});

describe('refused, with nothing kept', () => {
  const refusals: [string, () => Promise<Response>, number, string][] = [
    ['text that is no ECG', () => api.postFile(Buffer.from('hello'), { device_id: 'D' }), 415, '/file'],
    [
      'a format of our own under a wrong type',
      () => api.postFile(Buffer.from('{"a":1}'), { device_id: 'D' }),
      415,
      '/file',
    ],
    [
      'a file cut in the middle',
      () => api.postFile(recordingFile('ecgtoolkit/Example.dcm').bytes.subarray(0, 9000), { device_id: 'D' }),
      422,
      '/file',
    ],
    [
      'a header without its signals',
      () => api.postParts(recordingFolder('wfdb/a02'), { data: { device_id: 'D', patient_id: 'P', ...NOT_SAID } }),
      422,
      '/file',
    ],
    [
      'a therapy signal sent as an ECG',
      () => api.postFile(recordingFile('resmed/20241017_221849_PLD.edf').bytes, { device_id: 'D', patient_id: 'P' }),
      422,
      '/file',
    ],
    [
      'a file without a device',
      () => api.postFile(recordingFile('ecgtoolkit/Example.scp').bytes, {}),
      422,
      '/device_id',
    ],
    [
      'a file that names nobody',
      () => api.postFile(recordingFile('fhir/Observation-ekg.json').bytes, { device_id: 'D-nobody' }),
      422,
      '/patient_id',
    ],
    [
      'a file that tells no time',
      () => api.postParts(recordingFolder('wfdb/E07500'), { data: { device_id: 'D', patient_id: 'P' } }),
      422,
      '/recording_date',
    ],
    [
      'a recording that comes twice',
      () => api.postParts([recordingFile('ecgtoolkit/Example.scp')], { data: anEcgBody() }),
      422,
      '/recording',
    ],
  ];

  it.each(refusals)('%s', async (_, post, status, pointer) => {
    const before = await keysBelow();
    const response = await post();
    const problem = (await response.json()) as { errors?: { pointer: string }[] };
    expect([response.status, problem.errors?.[0]?.pointer]).toEqual([status, pointer]);
    expect(await keysBelow()).toEqual(before);
  });

  it('names the therapy files that are not read', async () => {
    const therapy = await deviceApi(installation, 'cpap');
    const response = await therapy.postFile(recordingFile('resmed/20241017_221849_PLD.edf').bytes, { device_id: 'D' });
    expect(response.status).toBe(415);
  });
});
