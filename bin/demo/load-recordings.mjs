// Loads the example recordings through the public API with a key of the demonstration:
// `load-recordings.mjs <data dir> [folder of recordings]`. Tells its parent process how far it is.
// Dates move so that the newest recording is of the day before the first load; the note of that day makes a load that
// was cut off go on with the same uploads, which the API then answers as duplicates.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { drawEcgReport } from '../../examples/lib/draw-ecg-report.mjs';
import { readJsonFile, writePrivateFile } from '../lib/data-folder.mjs';
import { workInOrder } from './in-order.mjs';
import { readRecordings } from './read-recordings.mjs';
import { addDays, clockWasReset, daysBetween, shiftUpload } from './shift-dates.mjs';

const RECORDINGS = path.resolve(import.meta.dirname, '..', '..', 'examples', 'recordings');
const NEEDED_SCOPES = ['ingest:ecg', 'ingest:therapy'];
const ATTEMPTS = 5;
const AT_ONCE = 4;
/** Stored, seen before, held in quarantine. */
const TAKEN = [201, 200, 202];

/** Sends one upload, again where the server says that it may be tried again. @throws Error with the server's answer */
async function send({ url, key }, { file, modality, upload }) {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${url}/api/${modality}/data`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...upload, sent_at: sendingTime(upload) }),
    });
    const text = await response.text();
    if (TAKEN.includes(response.status)) return;
    const retryAfter = Number(response.headers.get('retry-after'));
    if (retryAfter > 0 && attempt < ATTEMPTS) await pause(retryAfter * 1000);
    else throw new Error(`${file} was answered with ${response.status}: ${text.slice(0, 2000)}`);
  }
}

/** What the device's clock says when it sends: here and now, not when the recording was made, unless it lost its time. */
function sendingTime({ sent_at }) {
  return clockWasReset(sent_at) ? sent_at : new Date().toISOString();
}

async function withReport(example) {
  if (example.modality !== 'ecg') return example;
  const pdf = await drawEcgReport(example.upload);
  return { ...example, upload: { ...example.upload, report_pdf_base64: pdf.toString('base64') } };
}

/** The day on which the newest recording is to lie: as an earlier load that was cut off had it, else yesterday. */
function newestDay(noteFile) {
  const day = readJsonFile(noteFile)?.newest_day ?? addDays(new Date().toISOString().slice(0, 10), -1);
  writePrivateFile(noteFile, JSON.stringify({ newest_day: day, complete: false }));
  return day;
}

async function loadRecordings(dataDir, folder = RECORDINGS) {
  const { url, api_keys } = readJsonFile(path.join(dataDir, 'demo.json'));
  const { key } = api_keys.find(({ scopes }) => NEEDED_SCOPES.every((scope) => scopes.includes(scope)));
  const noteFile = path.join(dataDir, 'demo-recordings.json');
  const examples = readRecordings(folder);
  const newest = examples
    .map(({ upload }) => upload.sent_at.slice(0, 10))
    .sort((a, b) => a.localeCompare(b))
    .at(-1);
  const day = newestDay(noteFile);
  const days = daysBetween(newest, day);
  let sent = 0;
  const sendOne = async (example) => {
    const shifted = { ...example, upload: shiftUpload(example.upload, days) };
    await send({ url, key }, await withReport(shifted));
    sent += 1;
    process.send?.({ sent, total: examples.length });
  };
  await workInOrder(examples, {
    atOnce: AT_ONCE,
    // a device sends in order, and a patient is known by the first recording before the next one comes
    namesOf: ({ upload }) => [`patient ${upload.patient_id}`, `device ${upload.device_id}`],
    work: sendOne,
  });
  writePrivateFile(noteFile, JSON.stringify({ newest_day: day, complete: true }));
}

await loadRecordings(...process.argv.slice(2));
process.disconnect?.();
