import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);

/** Of fewer bytes there is nothing to win. */
const FROM_BYTES = 4096;
/** Our own binary forms are plain numbers; what else goes out as bytes is compressed in itself, or a download. */
const OWN_FORMS = 'application/vnd.nightbeat.';

/** Whether a request says that it reads gzip. */
function readsGzip(request: Request): boolean {
  const codings = (request.headers.get('accept-encoding') ?? '').toLowerCase().split(',');
  return codings.some((coding) => /^\s*gzip\s*(;|$)/.test(coding) && !/;\s*q=0(\.0*)?\s*$/.test(coding));
}

/**
 * Bytes as they travel, with the headers that say how: our binary forms by gzip where the caller reads it. The fastest
 * level leaves a third of an ECG's samples within some milliseconds; higher ones cost more time than they save.
 */
export async function bytesToSend(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  request: Request,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  if (!contentType.startsWith(OWN_FORMS)) return { bytes, headers: {} };
  const vary = { Vary: 'Accept-Encoding' };
  if (bytes.length < FROM_BYTES || !readsGzip(request)) return { bytes, headers: vary };
  const packed = await gzipAsync(bytes, { level: constants.Z_BEST_SPEED });
  return { bytes: Uint8Array.from(packed), headers: { ...vary, 'Content-Encoding': 'gzip' } };
}
