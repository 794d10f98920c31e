import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { defineContract } from '@/lib/http/contract';
import { mediaType, readBytes } from '@/lib/http/read-body';
import { answers, replyUpload } from '../contracts';
import { MAX_PDF_BYTES } from '../domain/pdf';

const PDF = 'application/pdf';

async function readPdf(request: Request): Promise<Uint8Array> {
  if (mediaType(request) !== PDF) throw new AppError('unsupported_format');
  return readBytes(request, MAX_PDF_BYTES);
}

export const attachReportContract = defineContract({
  operation_id: 'attachReport',
  method: 'PUT',
  path: '/api/ecg/data/{id}/report',
  summary: 'Attach a report (PDF) to an ECG that is stored; the record gets a new version, which nobody has read',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['report:attach'] },
  params: z.object({ id: z.string() }),
  query: z.object({
    version: z.coerce.number().int().min(1).optional().meta({
      description:
        'The version the report is about; 409 if another one is the latest. Not needed by who sends it once.',
    }),
  }),
  content: {
    [PDF]: z.string().meta({ id: 'ReportPdf', format: 'binary', description: 'The report as PDF, at most 20 MB.' }),
  },
  read: readPdf,
  responses: {
    200: { description: 'A duplicate: the record has this report', schema: answers.duplicate },
    201: { description: 'Attached, as the record’s next version', schema: answers.stored },
  },
  errors: [
    ...(['not_signed_in', 'cross_origin', 'not_permitted', 'not_found', 'invalid_query', 'unreadable_body'] as const),
    ...(['body_too_large', 'unsupported_format', 'invalid_upload', 'not_in_this_state', 'stale_revision'] as const),
    ...(['upload_in_progress', 'too_many_requests', 'too_busy', 'store_unavailable'] as const),
  ],
  reply: replyUpload,
});
