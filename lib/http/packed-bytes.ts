import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { PACKED_PARAMETER, packedType } from '@/lib/signals/packed-type';

const gzipAsync = promisify(gzip);

/** Of fewer bytes there is nothing to win. */
const FROM_BYTES = 4096;

/** Whether a request asks for the packed form by its address, as one that a page preloads has to: it has no headers of its own. */
function namesPacked({ url }: Request): boolean {
  return new URL(url).searchParams.get(PACKED_PARAMETER.name) === PACKED_PARAMETER.value;
}

/** Whether a request names this content type among those it reads. */
function accepts(request: Request, contentType: string): boolean {
  const ranges = (request.headers.get('accept') ?? '').toLowerCase().split(',');
  return ranges.some((range) => range.split(';')[0]?.trim() === contentType);
}

/**
 * Bytes as they travel, with their content type: packed where the caller names the packed form of it, or asks for it by
 * the address. The fastest level
 * leaves a third of an ECG's samples within some milliseconds; higher ones cost more time than they save.
 */
export async function bytesToSend(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  request: Request,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; content_type: string }> {
  const packed = packedType(contentType);
  const wanted = namesPacked(request) || accepts(request, packed);
  if (bytes.length < FROM_BYTES || !wanted) return { bytes, content_type: contentType };
  return { bytes: Uint8Array.from(await gzipAsync(bytes, { level: constants.Z_BEST_SPEED })), content_type: packed };
}
