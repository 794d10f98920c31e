import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shiftUpload } from '@/bin/demo/shift-dates.mjs';
import { checkPdf } from '@/lib/ingest/domain/pdf';
import { type EcgUpload, parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { MODALITIES } from '@/lib/recordings/contracts';
import { drawEcgReport } from './lib/draw-ecg-report.mjs';

const folder = path.join(import.meta.dirname, 'recordings');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const ecgFiles = files.filter((name) => name.startsWith('ecg-'));

const readExample = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));

function readEcg(file: string): EcgUpload {
  const parsed = parseUpload('ecg', readExample(file));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.upload;
}

/** The samples of an example's leads, which all come in the short form, one µV a count. */
function leadSamples(upload: EcgUpload): Record<string, number[]> {
  if (!upload.recording || !('leads' in upload.recording)) throw new Error('not in the short form');
  return Object.fromEntries(
    Object.entries(upload.recording.leads).map(([lead, samples]) => [lead, Array.from(samples as ArrayLike<number>)]),
  );
}

describe('the example recordings', () => {
  it('are ECGs and therapy of several patients', () => {
    expect(ecgFiles.length).toBeGreaterThanOrEqual(4);
    expect(files.filter((name) => name.startsWith('cpap-')).length).toBeGreaterThanOrEqual(2);
  });

  it.each(files)('%s is an upload the API takes, also on another day', (file) => {
    const modality = MODALITIES.find((name) => file.startsWith(`${name}-`));
    if (!modality) throw new Error('the file name does not begin with a modality');
    const example = readExample(file);
    expect(parseUpload(modality, example)).toMatchObject({ ok: true });
    // The files are ours; the line above has shown that they have the shape.
    const moved = shiftUpload(example as Parameters<typeof shiftUpload>[0], 100);
    expect(parseUpload(modality, moved)).toMatchObject({ ok: true });
  });

  it.each(ecgFiles)('%s holds twelve leads that fit together (III = II − I, aVR + aVL + aVF = 0)', (file) => {
    const { I = [], II = [], III = [], aVR = [], aVL = [], aVF = [], ...chest } = leadSamples(readEcg(file));
    expect(Object.keys(chest)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
    expect([I, II, III, ...Object.values(chest)].map((samples) => samples.length)).toEqual(Array(9).fill(5000));
    const residues = I.flatMap((value, index) => [
      Math.abs((II[index] ?? Number.NaN) - value - (III[index] ?? Number.NaN)),
      Math.abs((aVR[index] ?? Number.NaN) + (aVL[index] ?? Number.NaN) + (aVF[index] ?? Number.NaN)),
    ]);
    expect(residues.every((residue) => residue <= 10)).toBe(true);
  });

  it.each(ecgFiles)('%s gets a PDF report, the same bytes each time', async (file) => {
    // An example in its file's own form, which is what the drawing takes.
    const upload = readExample(file) as object;
    const pdf = await drawEcgReport(upload);
    expect(checkPdf(pdf)).toEqual({ ok: true });
    expect(pdf.equals(await drawEcgReport(upload))).toBe(true);
  });
});
