import { gunzipSync, inflateRawSync } from 'node:zlib';
import { ReadFault } from './fault';
import { MAX_INFLATE_RATIO, RATIO_FREE_BYTES } from './limits';

/** How much a compressed stream may become: the budget that is left, and no more than real signals ever need. */
function allowance(compressed: number, budget: number): number {
  return Math.min(budget, Math.max(compressed * MAX_INFLATE_RATIO, RATIO_FREE_BYTES));
}

/**
 * Inflates a stream under a limit that holds while inflating. Output is written into one buffer, so that the peak of
 * memory is the result and not twice the result.
 *
 * @param container `raw` is deflate alone (zip, DICOM), `gzip` has header and sum
 * @param expected the size the container claims; only a hint, never trusted beyond the limit
 */
export function inflate(
  bytes: Uint8Array,
  container: 'raw' | 'gzip',
  expected: number | null,
  budget: number,
): Uint8Array {
  const limit = allowance(bytes.length, budget);
  if (expected !== null && expected > limit) throw tooLarge();
  const chunkSize = Math.max(64, Math.min(limit, expected ?? RATIO_FREE_BYTES) + 1);
  const decompress = container === 'raw' ? inflateRawSync : gunzipSync;
  try {
    return decompress(bytes, { maxOutputLength: Math.max(1, limit), chunkSize });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    if (code === 'Z_BUF_ERROR') throw new ReadFault('truncated', 'A compressed part ends before its data is complete.');
    throw new ReadFault('corrupt', 'A compressed part cannot be decompressed.');
  }
}

function tooLarge(): ReadFault {
  return new ReadFault('too_large', 'A compressed part would become larger than the limits allow.');
}
