import type { NamedBytes } from '@/lib/formats/common/archive';

/** What a server said to one hostile upload. */
export interface HttpVerdict {
  status: number;
  /** What the answer breaks of its promises; empty when it breaks none. */
  faults: string[];
}

/** What is sent beside files that say neither whose they are nor when they were made. */
export const BESIDE = { device_id: 'FUZZ-1', patient_id: 'FUZZ', recording_date: '2026-11-03T08:15:00+01:00' };

/** Files as the body of an upload: one alone as it is, several as parts. */
export function bodyOfFiles(files: readonly NamedBytes[]): { body: BodyInit; query: string; type: string | null } {
  const [only, second] = files;
  if (only && !second)
    return {
      body: new Uint8Array(only.bytes),
      query: `?${new URLSearchParams(BESIDE)}`,
      type: 'application/octet-stream',
    };
  const form = new FormData();
  form.append('data', JSON.stringify(BESIDE));
  for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return { body: form, query: '', type: null };
}

/**
 * Checks an answer: stored, or a clear refusal of the sender (4xx) that names its faults. 5xx is a defect.
 */
export async function judgeAnswer(response: Response): Promise<HttpVerdict> {
  const { status } = response;
  const text = await response.text();
  const faults: string[] = [];
  if (status >= 500) faults.push(`answered ${status}: ${text.slice(0, 200)}`);
  const refused = status >= 400 && status < 500;
  if (refused && !response.headers.get('content-type')?.startsWith('application/problem+json'))
    faults.push('a refusal that is no problem document');
  const said = refused ? (JSON.parse(text) as { code?: string; errors?: unknown[] }) : null;
  if (said && !said.code) faults.push('a refusal without a code');
  if (said && status !== 400 && !said.errors?.length) faults.push('a refusal that names no fault');
  return { status, faults };
}
