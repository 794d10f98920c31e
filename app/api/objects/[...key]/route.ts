import { serveObject, storeObject } from '@/lib/http/serve-object';

export const dynamic = 'force-dynamic';

interface KeyContext {
  params: Promise<{ key: string[] }>;
}

/** Presigned addresses of the disk store; their signature is the authorisation, as with S3. */
export async function GET(request: Request, context: KeyContext): Promise<Response> {
  return serveObject(request, (await context.params).key.join('/'));
}

/** Presigned addresses to send parts of an upload to. */
export async function PUT(request: Request, context: KeyContext): Promise<Response> {
  return storeObject(request, (await context.params).key.join('/'));
}
