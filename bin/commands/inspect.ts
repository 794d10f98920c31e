import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ReadAnswer, readRecordingFile } from '@/lib/formats/read-recording-file';
import { describeRecording } from './describe-recording';
import { folderFiles, inspectCard, zippedCard } from './inspect-card';

const MAX_BYTES = 512 * 2 ** 20;

/** Codes of the process: read, refused for what the content is, not found or not readable. */
const EXIT = { ok: 0, refused: 1, no_file: 2 } as const;

export interface InspectOptions {
  /** Print names, ids and birth dates, and not only that they are there. */
  identity: boolean;
  json: boolean;
}

/**
 * Prints what is understood of the files of one recording (several only for WFDB and ISHNE), or of a therapy card: its
 * folder or a zip of it. Values that identify a patient or a device are printed only when asked for.
 *
 * @returns the exit code
 */
export function runInspect(files: readonly string[], options: InspectOptions, print: (line: string) => void): number {
  const given: { name: string; bytes: Uint8Array }[] = [];
  for (const file of files) {
    try {
      if (files.length === 1 && statSync(file).isDirectory()) {
        return inspectCard(folderFiles(file), options, print) ? EXIT.ok : EXIT.refused;
      }
      if (statSync(file).size > MAX_BYTES) {
        print('refused (too_large): A file is larger than 512 MB.');
        return EXIT.refused;
      }
      given.push({ name: path.basename(file), bytes: readFileSync(file) });
    } catch {
      print(`${file}: cannot be read`);
      return EXIT.no_file;
    }
  }
  const [only, second] = given;
  const card = only && !second ? zippedCard(only.name, only.bytes) : null;
  if (card) return inspectCard(card, options, print) ? EXIT.ok : EXIT.refused;
  const answer = readRecordingFile(given);
  for (const line of linesOf(answer, options)) print(line);
  return answer.ok ? EXIT.ok : EXIT.refused;
}

function linesOf(answer: ReadAnswer, { identity, json }: InspectOptions): string[] {
  if (answer.ok) {
    const description = describeRecording(answer.recording, identity);
    return json ? [JSON.stringify(description.facts, null, 2)] : description.lines;
  }
  const { reason, format, detail } = answer;
  if (json) return [JSON.stringify({ ok: false, reason, format, detail }, null, 2)];
  return [`refused (${reason})${format === null ? '' : `, ${format}`}: ${detail}`];
}
