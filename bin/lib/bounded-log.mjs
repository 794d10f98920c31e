import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const LARGEST_BYTES = 10_000_000;
const KEPT = 3;

function rotate(file) {
  for (let age = KEPT; age > 0; age -= 1) {
    const younger = age === 1 ? file : `${file}.${age - 1}`;
    if (existsSync(younger)) renameSync(younger, `${file}.${age}`);
  }
}

/**
 * A log file (0600) of bounded size: at start and whenever it is full, the file moves to `.1` and older ones
 * move on; the fourth is dropped. A full disk loses log lines, never the process.
 * @param {string} file
 */
export function openBoundedLog(file) {
  if (existsSync(file) && statSync(file).size > 0) rotate(file);
  let descriptor = openSync(file, 'a', 0o600);
  let bytes = 0;
  return {
    file,
    /** @param {Uint8Array | string} chunk */
    write(chunk) {
      try {
        bytes += writeSync(descriptor, chunk);
        if (bytes < LARGEST_BYTES) return;
        closeSync(descriptor);
        rotate(file);
        descriptor = openSync(file, 'a', 0o600);
        bytes = 0;
      } catch (error) {
        if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') throw error;
      }
    },
  };
}
