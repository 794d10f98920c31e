import { ApiError, getJson } from '@/lib/client/api';
import type { FileLink } from '@/lib/recordings/contracts';

/** The bytes of a report as stored, and whether its link had expired and was asked for anew. */
export interface Report {
  bytes: Uint8Array<ArrayBuffer>;
  renewed: boolean;
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether the bytes are those that were stored. Without a secure context browsers offer no hash; then size decides. */
async function isWhole(bytes: Uint8Array<ArrayBuffer>, link: FileLink): Promise<boolean> {
  if (bytes.byteLength !== link.bytes) return false;
  return globalThis.crypto?.subtle === undefined || (await sha256Hex(bytes)) === link.sha256;
}

/**
 * Where this page reaches a file. One of the portal's own store is asked for under the address the page itself came
 * from: the signature does not cover the host, and to a browser `localhost`, `127.0.0.1` and a tunnel are strangers.
 */
function reachable(url: string): string {
  const { pathname, search } = new URL(url, 'http://own.invalid');
  return pathname.startsWith('/api/objects/') ? pathname + search : url;
}

async function fetchObject(url: string, signal: AbortSignal): Promise<Response> {
  try {
    // A presigned address carries its own right; cookies stay at home.
    return await fetch(reachable(url), { credentials: 'omit', signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'network', 'The file store did not answer.');
  }
}

async function readBytes(response: Response, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'network', 'The file broke off on the way.');
  }
}

/**
 * Fetches a record's PDF through its presigned link. A link that has expired on the way is asked for once more.
 * @throws ApiError 404 when there is none, `report_damaged` when the bytes are not the stored ones, or what failed
 */
export async function fetchReport(recordId: string, version: number, signal: AbortSignal): Promise<Report> {
  const linkPath = `/api/ecg/data/${encodeURIComponent(recordId)}/files/report?version=${version}`;
  let link = await getJson<FileLink>(linkPath, signal);
  let response = await fetchObject(link.url, signal);
  const renewed = response.status === 403;
  if (renewed) {
    link = await getJson<FileLink>(linkPath, signal);
    response = await fetchObject(link.url, signal);
  }
  // Its status is no answer of ours: 403 here means an expired link, not somebody without access.
  if (!response.ok) throw new ApiError(0, 'file_store', `The file store answered ${response.status}.`);
  const bytes = await readBytes(response, signal);
  if (!(await isWhole(bytes, link)))
    throw new ApiError(0, 'report_damaged', 'The file is not the one that was stored, so it is not shown.');
  return { bytes, renewed };
}
