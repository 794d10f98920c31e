import { takeEarlyAnswer } from './early-answers';
import { acceptsPacked, unpacked } from './packed';

/** One fault of what was sent. */
interface ApiFault {
  pointer: string;
  detail: string;
}

/** What a failed request to our own API told, in a form pages can show. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /**
   * @param status HTTP status; 0 when no answer came at all
   * @param code the problem document's `code`; `network` or `unreadable` where there is none
   * @param requestId the reference to quote to support, where the server gave one
   * @param retryAfterS seconds to wait, where the server asked for it
   * @param faults what of the input was refused, each with its JSON pointer
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
    readonly retryAfterS: number | null = null,
    readonly faults: readonly ApiFault[] = [],
  ) {
    super(message);
  }
}

/** Whatever was thrown, as an error pages can show. */
export function asApiError(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError(0, 'unreadable', 'The answer could not be read.');
}

interface ProblemFields {
  code?: string;
  detail?: string;
  title?: string;
  request_id?: string;
  errors?: ApiFault[];
}

/** The list of faults in a problem document; anything of another shape is left out. */
function faultsOf(body: object): ApiFault[] {
  const errors: unknown = Reflect.get(body, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { pointer, detail } = entry as Partial<Record<string, unknown>>;
    return typeof pointer === 'string' && typeof detail === 'string' ? [{ pointer, detail }] : [];
  });
}

function textField(source: object, name: Exclude<keyof ProblemFields, 'errors'>): string | undefined {
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function readProblem(response: Response): Promise<ProblemFields> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== 'object' || body === null) return {};
  return {
    code: textField(body, 'code'),
    detail: textField(body, 'detail'),
    title: textField(body, 'title'),
    request_id: textField(body, 'request_id'),
    errors: faultsOf(body),
  };
}

async function toError(response: Response): Promise<ApiError> {
  const problem = await readProblem(response);
  const retryAfter = Number(response.headers.get('retry-after'));
  return new ApiError(
    response.status,
    problem.code ?? 'unreadable',
    problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
    problem.request_id ?? null,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    problem.errors ?? [],
  );
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, 'network', 'The server did not answer.');
  }
  if (!response.ok) throw await toError(response);
  return response;
}

async function readBody<T>(read: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await read;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'network', 'The answer broke off.');
  }
}

/** Says that a page asks of its own accord, so that asking keeps no session alive. */
const BY_ITSELF = { 'x-nightbeat-by-itself': '1' };

/**
 * GETs JSON from our own API.
 * @param options `by_itself`: nobody has touched the page, it asks because time has passed or something has changed
 * @throws ApiError for every refusal and failure; an abort passes through as the signal's reason
 */
export async function getJson<T>(
  path: string,
  signal?: AbortSignal,
  options: { by_itself?: boolean } = {},
): Promise<T> {
  const headers = { accept: 'application/json', ...(options.by_itself ? BY_ITSELF : {}) };
  const response = await send(path, { headers, signal });
  // Our server checks every answer against its contract before it leaves, so the contract's type holds here.
  return (await readBody(response.json(), signal)) as T;
}

async function sendJson<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
  const text = await readBody(response.text(), signal);
  // As above: the server has checked the answer against its contract.
  return (text === '' ? null : JSON.parse(text)) as T;
}

/**
 * POSTs JSON to our own API and reads JSON back (null for an empty answer).
 * @throws ApiError for every refusal and failure; an abort passes through as the signal's reason
 */
export function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return sendJson('POST', path, body, signal);
}

/**
 * POSTs a form with files to our own API and reads JSON back.
 * @throws ApiError for every refusal and failure
 */
export async function postForm<T>(path: string, form: FormData): Promise<T> {
  const response = await send(path, { method: 'POST', headers: { accept: 'application/json' }, body: form });
  // As above: the server has checked the answer against its contract.
  return (await readBody(response.json(), undefined)) as T;
}

/**
 * PUTs one file as it is to our own API, as what its type says, and reads JSON back.
 * @throws ApiError for every refusal and failure
 */
export async function putFile<T>(path: string, file: Blob): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': file.type };
  const response = await send(path, { method: 'PUT', headers, body: file });
  // As above: the server has checked the answer against its contract.
  return (await readBody(response.json(), undefined)) as T;
}

/** PUTs JSON to our own API; otherwise as `postJson`. */
export function putJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return sendJson('PUT', path, body, signal);
}

/** PATCHes by our own API; otherwise as `postJson`. */
export function patchJson<T>(path: string, body: unknown): Promise<T> {
  return sendJson('PATCH', path, body);
}

/**
 * DELETEs by our own API, with a body where one is asked for, and reads JSON back.
 * @throws ApiError for every refusal and failure
 */
export function deleteJson<T>(path: string, body?: unknown): Promise<T> {
  return sendJson('DELETE', path, body);
}

/**
 * GETs bytes from our own API (signal windows), or takes them where the page asked for them early.
 * @throws ApiError for every refusal and failure; an abort passes through as the signal's reason
 */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const early = await takeEarlyAnswer(path);
  if (early) return early;
  const response = await send(path, { headers: { accept: acceptsPacked() }, signal });
  return readBody(unpacked(response), signal);
}

/** POSTs JSON to our own API and reads bytes back; otherwise as `getBytes`. */
export async function postForBytes(path: string, body: unknown, signal?: AbortSignal): Promise<ArrayBuffer> {
  const headers = { 'content-type': 'application/json' };
  const response = await send(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
  return readBody(response.arrayBuffer(), signal);
}
