import { serveObject } from '@/lib/http/serve-object';

export const dynamic = 'force-dynamic';

/** Presigned addresses of the disk store; their signature is the authorisation, as with S3. */
export async function GET(request: Request, context: { params: Promise<{ key: string[] }> }): Promise<Response> {
  return serveObject(request, (await context.params).key.join('/'));
}
