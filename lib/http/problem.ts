import { z } from 'zod';
import type { AppError } from '@/lib/errors/app-error';
import { type CatalogEntry, ERROR_CATALOG } from '@/lib/errors/catalog';

/** RFC 9457 problem document with our extensions. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457). `errors` lists every fault of the input at once.' });

export type Problem = z.infer<typeof problemSchema>;

/** Headers of every API answer: nothing it carries is to be run, framed, sniffed or kept. */
export const SAFE_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

/** An error as callers meet it: catalogue text and faults; causes stay in the log. */
export function problemOf(error: AppError, requestId: string): Problem {
  const entry: CatalogEntry = ERROR_CATALOG[error.code];
  return {
    type: `/docs/errors#${error.code}`,
    title: entry.title,
    status: entry.status,
    detail: entry.detail,
    code: error.code,
    request_id: requestId,
    ...(error.faults.length > 0 ? { errors: [...error.faults] } : {}),
  };
}

/** The only place where an error becomes an HTTP answer. */
export function problemResponse(error: AppError, requestId: string): Response {
  const problem = problemOf(error, requestId);
  const headers = new Headers({ ...SAFE_HEADERS, 'Content-Type': 'application/problem+json' });
  if (error.retryAfterS !== null) headers.set('Retry-After', String(error.retryAfterS));
  if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
