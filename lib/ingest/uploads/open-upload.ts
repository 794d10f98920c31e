import { createHash } from 'node:crypto';
import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { type StagedFile, type UploadDocument, uploads } from '@/models/upload';
import type { Announcement, OpenedUpload } from './contracts';
import { ARRIVES_WITHIN_MS, dropUpload, newUpload, openUpload as noteUpload } from './staging';

/** Small enough to be sent again on a slow line, large enough to be few. */
const PART_BYTES = 16 * 1024 * 1024;

/** Where the parts of a file are to lie. */
function announced(document: UploadDocument, file: Announcement['files'][number], index: number): StagedFile {
  const count = Math.ceil(file.bytes / PART_BYTES);
  const parts = Array.from({ length: count }, (_, part) => ({
    key: `${document.staging_prefix}${index + 1}/${part + 1}`,
    bytes: Math.min(PART_BYTES, file.bytes - part * PART_BYTES),
  }));
  return { ...file, parts };
}

async function keepData(services: Services, document: UploadDocument, data: Announcement['data']): Promise<StagedFile> {
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const key = `${document.staging_prefix}data`;
  await services.objects.put(key, bytes, 'application/json');
  return {
    role: 'data',
    name: 'data',
    content_type: 'application/json',
    parts: [{ key, bytes: bytes.byteLength }],
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function addressesOf(services: Services, file: StagedFile): Promise<OpenedUpload['files'][number]> {
  let from = 0;
  const parts: OpenedUpload['files'][number]['parts'] = [];
  for (const [index, { key, bytes }] of file.parts.entries()) {
    const expires_in_s = ARRIVES_WITHIN_MS / 1000;
    const { url, headers } = await services.objects.presignPut(key, {
      expires_in_s,
      content_type: file.content_type,
      bytes,
    });
    parts.push({ number: index + 1, from, bytes, url, headers });
    from += bytes;
  }
  return { name: file.name, parts };
}

/**
 * Opens an upload that comes in parts, for files too large for one request or for slow lines. The parts go straight to
 * the object store, into a place of their own that nothing but the completion reads.
 * @throws AppError `not_permitted`
 */
export async function openUpload(
  services: Services,
  actor: Actor,
  { body }: { body: Announcement },
): Promise<OpenedUpload> {
  authorize(actor, body.modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const empty = newUpload(services, actor, body.modality);
  const staged = body.files.map((file, index) => announced(empty, file, index));
  const bound = actor.kind === 'key' && actor.device_id !== null ? { device_id: actor.device_id } : {};
  const document: UploadDocument = { ...empty, files: staged };
  await noteUpload(document);
  try {
    const data = await keepData(services, document, { ...bound, ...body.data });
    const files: OpenedUpload['files'] = [];
    for (const file of staged) files.push(await addressesOf(services, file));
    await uploads(document.organization_id).updateOne({ _id: document._id }, { $set: { files: [data, ...staged] } });
    const expires_at = new Date(document.received_at.getTime() + ARRIVES_WITHIN_MS).toISOString();
    return { upload_id: document._id, files, expires_at };
  } catch (error) {
    await dropUpload(services, document).catch(() => undefined);
    throw error;
  }
}
