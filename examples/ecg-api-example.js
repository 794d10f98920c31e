// Uploads an ECG with its PDF, finds it again, fetches the PDF and shows a refused upload. Needs Node.js 20 and nothing else.
//
//   node examples/ecg-api-example.js                                  against `npm start -- --demo` on this machine
//   node examples/ecg-api-example.js --url https://… --key <api key>  against another; the key needs ingest:ecg and read
//
// Ends with 0 only when everything happened as it should.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const DAY_MS = 24 * 60 * 60 * 1000;
const NEEDED_SCOPES = ['ingest:ecg', 'read'];
const PATIENT_ID = 'P-EXAMPLE-1';
const DEVICE_ID = 'ECG-EXAMPLE-01';

/** Where the API is and with which key: from the arguments, else from what the demonstration wrote down. */
function readAccess() {
  const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' } } });
  if (values.url && values.key) return { url: values.url.replace(/\/$/, ''), key: values.key };
  const root = path.resolve(__dirname, '..');
  const file = path.join(path.resolve(root, process.env.NIGHTBEAT_DATA_DIR || '.data'), 'demo.json');
  let demo;
  try {
    demo = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(
      `Give --url and --key, or start the demonstration first (npm start -- --demo); there is no ${file}.`,
    );
  }
  const entry = demo.api_keys.find(({ scopes }) => NEEDED_SCOPES.every((scope) => scopes.includes(scope)));
  return { url: values.url ?? demo.url, key: values.key ?? entry.key };
}

/** Ten seconds of a drawn heartbeat in µV, so that the example needs no file. Not physiology. */
function drawLead(amplitude, samplingRateHz = 500) {
  const bump = (t, centre, width, height) => height * Math.exp(-(((t - centre) / width) ** 2));
  return Array.from({ length: 10 * samplingRateHz }, (_, index) => {
    const t = (index / samplingRateHz) % 0.85;
    const waves =
      bump(t, 0.16, 0.025, 0.12) + bump(t, 0.3, 0.01, 1) - bump(t, 0.325, 0.009, 0.25) + bump(t, 0.56, 0.05, 0.3);
    return Math.round(1000 * amplitude * waves);
  });
}

/** All twelve leads: two are drawn, the other limb leads follow from them. */
function drawLeads() {
  const I = drawLead(0.7);
  const II = drawLead(1);
  const limb = (combine) => I.map((value, index) => Math.round(combine(value, II[index])));
  const chest = [0.3, 0.6, 0.9, 1.2, 1.1, 0.9].map((amplitude, index) => [`V${index + 1}`, drawLead(amplitude)]);
  return {
    I,
    II,
    III: limb((one, two) => two - one),
    aVR: limb((one, two) => -(one + two) / 2),
    aVL: limb((one, two) => one - two / 2),
    aVF: limb((one, two) => two - one / 2),
    ...Object.fromEntries(chest),
  };
}

/** A small, correct PDF of one page with one line of text. */
function makePdf(line) {
  const content = `BT /F1 14 Tf 60 780 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const crossReferences = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + crossReferences + trailer, 'latin1');
}

/** Reads an answer as JSON and insists on its status. */
async function answer(response, ...expected) {
  const body = await response.json();
  if (expected.includes(response.status)) return body;
  throw new Error(`expected ${expected.join(' or ')}, got ${response.status}: ${JSON.stringify(body, null, 2)}`);
}

/** One upload in two parts: `data` (JSON) and `report` (PDF). */
function upload({ url, key }, data, pdf) {
  const form = new FormData();
  form.append('data', new Blob([JSON.stringify(data)], { type: 'application/json' }));
  form.append('report', new Blob([pdf], { type: 'application/pdf' }), 'report.pdf');
  return fetch(`${url}/api/ecg/data`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form });
}

/** Searches one patient's ECGs of the last 30 days, page by page, for a record. */
async function findRecord({ url, key }, id) {
  const query = new URLSearchParams({ patient_id: PATIENT_ID, from: new Date(Date.now() - 30 * DAY_MS).toISOString() });
  for (;;) {
    const response = await fetch(`${url}/api/ecg/data?${query}`, { headers: { authorization: `Bearer ${key}` } });
    const page = await answer(response, 200);
    const record = page.data.find((entry) => entry.id === id);
    if (record) return record;
    if (!page.next_cursor) throw new Error('the uploaded ECG is not among the patient’s ECGs of the last 30 days');
    query.set('cursor', page.next_cursor);
  }
}

/** Asks for the report's presigned URL and fetches the PDF from it, which takes no key. */
async function fetchReport({ url, key }, id) {
  const response = await fetch(`${url}/api/ecg/data/${id}/files/report`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const file = await answer(response, 200);
  const download = await fetch(new URL(file.url, url));
  if (!download.ok) throw new Error(`the presigned URL answered ${download.status}`);
  return { file, bytes: Buffer.from(await download.arrayBuffer()) };
}

function makeUpload(recordedAt) {
  return {
    patient_id: PATIENT_ID,
    patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
    device_id: DEVICE_ID,
    source_id: `example/${recordedAt}`,
    recording_date: recordedAt,
    recording: { sampling_rate_hz: 500, unit: 'uV', leads: drawLeads() },
    statements: ['Drawn signal, not an ECG of a person'],
  };
}

async function main() {
  const access = readAccess();
  const recordedAt = new Date().toISOString();
  const data = makeUpload(recordedAt);
  const pdf = makePdf(`Example, Ada  ${PATIENT_ID}  ${recordedAt}`);

  const stored = await answer(await upload(access, data, pdf), 201);
  console.log(`1. uploaded: record ${stored.id}, version ${stored.version}, ${stored.warnings.length} warnings`);

  const repeated = await answer(await upload(access, data, pdf), 200);
  if (repeated.id !== stored.id) throw new Error('the same upload again must be the same record');
  console.log(`2. sent again: ${repeated.status}, nothing new`);

  const found = await findRecord(access, stored.id);
  console.log(`3. found by patient and the last 30 days: recorded ${found.recording_date}`);

  const { file, bytes } = await fetchReport(access, stored.id);
  if (!bytes.equals(pdf))
    throw new Error(`the PDF fetched (${bytes.length} bytes) differs from the one sent (${pdf.length})`);
  if (file.sha256 !== createHash('sha256').update(pdf).digest('hex'))
    throw new Error('the sha256 told is not the PDF’s');
  console.log(`4. fetched the PDF by its presigned URL: ${bytes.length} bytes, the same as sent`);

  const { device_id: _, ...withoutDevice } = data;
  const wrong = { ...withoutDevice, recording: { ...data.recording, unit: 'bananas' }, colour: 'red' };
  const problem = await answer(await upload(access, wrong, pdf), 422);
  console.log('5. refused, with every fault named:');
  console.log(JSON.stringify(problem, null, 2));
}

main().catch((error) => {
  console.error(`The example failed: ${error.message}`);
  process.exitCode = 1;
});
