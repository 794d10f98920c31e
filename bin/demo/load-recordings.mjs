// Loads examples/recordings through the public API with a key of the demonstration: `load-recordings.mjs <data dir>`.
// Dates move so that the newest recording is of the day before the first load; the note of that day makes a load that
// was cut off go on with the same uploads, which the API then answers as duplicates.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { drawEcgReport } from '../../examples/lib/draw-ecg-report.mjs';
import { readJsonFile, writePrivateFile } from '../lib/data-folder.mjs';
import { addDays, daysBetween, shiftUpload } from './shift-dates.mjs';

const RECORDINGS = path.resolve(import.meta.dirname, '..', '..', 'examples', 'recordings');
const NEEDED_SCOPES = ['ingest:ecg', 'ingest:therapy'];
const ATTEMPTS = 5;

/** The example uploads with the modality their file name begins with, oldest first. */
function readExamples() {
  const files = readdirSync(RECORDINGS).filter((name) => name.endsWith('.json'));
  const examples = files.map((file) => ({
    file,
    modality: file.split('-')[0],
    upload: JSON.parse(readFileSync(path.join(RECORDINGS, file), 'utf8')),
  }));
  return examples.sort((a, b) => Date.parse(a.upload.sent_at) - Date.parse(b.upload.sent_at));
}

/** Sends one upload, again where the server says that it may be tried again. @returns its answer, 201 or 200 */
async function send(url, key, { file, modality, upload }) {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${url}/api/${modality}/data`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      // what a device's clock says when it sends: here and now, not when the recording was made
      body: JSON.stringify({ ...upload, sent_at: new Date().toISOString() }),
    });
    const retryAfter = Number(response.headers.get('retry-after'));
    if (retryAfter > 0 && attempt < ATTEMPTS) {
      await response.body?.cancel();
      await pause(retryAfter * 1000);
      continue;
    }
    const text = await response.text();
    if (response.status === 201 || response.status === 200) return JSON.parse(text);
    throw new Error(`${file} was answered with ${response.status}: ${text.slice(0, 2000)}`);
  }
}

async function withReport(example) {
  if (example.modality !== 'ecg') return example;
  const pdf = await drawEcgReport(example.upload);
  return { ...example, upload: { ...example.upload, report_pdf_base64: pdf.toString('base64') } };
}

async function loadRecordings(dataDir) {
  const demo = readJsonFile(path.join(dataDir, 'demo.json'));
  const key = demo.api_keys.find(({ scopes }) => NEEDED_SCOPES.every((scope) => scopes.includes(scope))).key;
  const noteFile = path.join(dataDir, 'demo-recordings.json');
  const examples = readExamples();
  const newest = examples.at(-1).upload.sent_at.slice(0, 10);
  const newestDay = readJsonFile(noteFile)?.newest_day ?? addDays(new Date().toISOString().slice(0, 10), -1);
  writePrivateFile(noteFile, JSON.stringify({ newest_day: newestDay, complete: false }));
  const days = daysBetween(newest, newestDay);
  for (const example of examples) {
    const shifted = { ...example, upload: shiftUpload(example.upload, days) };
    await send(demo.url, key, await withReport(shifted));
  }
  writePrivateFile(noteFile, JSON.stringify({ newest_day: newestDay, complete: true }));
  console.log(`${examples.length} recordings are loaded.`);
}

await loadRecordings(process.argv[2]);
