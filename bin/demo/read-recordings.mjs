import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

function readText(file) {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The uploads of one file: one in a `.json`, one a line in a `.ndjson`. */
function readUploads(file) {
  const text = readText(file);
  if (!/\.ndjson(\.gz)?$/.test(file)) return [JSON.parse(text)];
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/**
 * Every upload of a folder of example recordings with the modality its file's name begins with. ECGs come first, as they
 * are what a reader looks for first; within each kind the oldest comes first, as devices send.
 * @returns {{file: string, modality: string, upload: object}[]}
 */
export function readRecordings(folder) {
  const files = readdirSync(folder).filter((name) => /\.(json|ndjson)(\.gz)?$/.test(name));
  const examples = files.flatMap((file) =>
    readUploads(path.join(folder, file)).map((upload) => ({ file, modality: file.split('-')[0], upload })),
  );
  const rank = ({ modality }) => (modality === 'ecg' ? 0 : 1);
  return examples.sort((a, b) => rank(a) - rank(b) || Date.parse(a.upload.sent_at) - Date.parse(b.upload.sent_at));
}
