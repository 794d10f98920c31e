import { serveEvents } from '@/lib/http/serve-events';

export const dynamic = 'force-dynamic';

/** Pushed updates: an open answer, so no `endpoint()`. By session only; the events hold change numbers, no patient. */
export function GET(request: Request): Promise<Response> {
  return serveEvents(request);
}
