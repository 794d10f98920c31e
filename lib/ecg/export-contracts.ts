import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

const READ_ERRORS = [
  'not_signed_in',
  'not_permitted',
  'too_many_requests',
  'store_unavailable',
  'not_found',
  'not_in_this_state',
] as const;
const access = { kind: 'permission', any_of: ['record:read'] } as const;
const RECORD_ID = /^rec_[0-9A-Z]{26}$/;
const params = z.object({ id: z.string().regex(RECORD_ID) });
const version = z.coerce.number().int().min(1).optional();
const from_ms = z.coerce.number().min(0).optional();
const to_ms = z.coerce.number().min(0).optional();
const PDF = 'application/pdf';
const CSV = 'text/csv; charset=utf-8';

const common = { method: 'GET', tag: 'Export', access, params, content: null, read: null } as const;

export const getReportContract = defineContract({
  ...common,
  operation_id: 'getEcgReport',
  path: '/api/ecg/data/{id}/report.pdf',
  summary: 'Our report: vectors at 25 mm/s and 10 mm/mV, ten seconds from `from_ms` on and their median beat',
  query: z.object({ version, from_ms }),
  responses: { 200: { description: 'The report', bytes: PDF } },
  errors: [...READ_ERRORS, 'invalid_query'],
  reply: (bytes: Uint8Array<ArrayBuffer>) => ({ status: 200, bytes, content_type: PDF }),
});

export const getComparisonReportContract = defineContract({
  ...common,
  operation_id: 'getEcgComparisonReport',
  path: '/api/ecg/data/{id}/comparison.pdf',
  summary: 'Two ECGs of one patient: values with their differences, median beats over each other, both traces',
  query: z.object({
    with: z
      .string()
      .regex(RECORD_ID)
      .meta({ description: 'The other ECG; whichever was recorded first is the earlier one.' }),
    from_ms,
  }),
  responses: { 200: { description: 'The report', bytes: PDF } },
  errors: [...READ_ERRORS, 'invalid_query'],
  reply: (bytes: Uint8Array<ArrayBuffer>) => ({ status: 200, bytes, content_type: PDF }),
});

export const exportSamplesContract = defineContract({
  ...common,
  operation_id: 'exportEcgSamples',
  path: '/api/ecg/data/{id}/samples.csv',
  summary: 'Samples as a table, with units, times and source',
  query: z.object({ version, from_ms, to_ms }),
  responses: { 200: { description: 'Facts, then a row an instant', bytes: CSV } },
  errors: [...READ_ERRORS, 'invalid_query', 'window_too_large'],
  reply: (csv: string) => ({ status: 200, bytes: new TextEncoder().encode(csv), content_type: CSV }),
});

export const exportJsonContract = defineContract({
  ...common,
  operation_id: 'exportEcgJson',
  path: '/api/ecg/data/{id}/ecg.json',
  summary: 'An ECG in our own upload format',
  query: z.object({ version }),
  responses: { 200: { description: 'As `POST /api/ecg/data` takes it', bytes: 'application/json' } },
  errors: [...READ_ERRORS, 'invalid_query', 'window_too_large'],
  reply: (body: Record<string, unknown>) => ({
    status: 200,
    bytes: new TextEncoder().encode(JSON.stringify(body)),
    content_type: 'application/json',
  }),
});

const pictureSchema = z
  .strictObject({ version: z.number().int().min(1) })
  .meta({ id: 'PictureExport', description: 'The version that is drawn.' });

const notedSchema = z.object({ noted: z.literal(true) }).meta({ id: 'PictureExportNoted' });

export const notePictureContract = defineContract({
  operation_id: 'noteEcgPicture',
  method: 'POST',
  path: '/api/ecg/data/{id}/picture-exports',
  summary: 'Note that a page takes a picture of an ECG out',
  tag: 'Export',
  access: { ...access, by_session: true },
  params,
  query: z.object({}),
  content: { 'application/json': pictureSchema },
  read: jsonBody(pictureSchema),
  responses: { 200: { description: 'It stands in the audit trail', schema: notedSchema } },
  errors: [...READ_ERRORS, 'cross_origin', 'invalid_body', 'unreadable_body', 'unsupported_format', 'body_too_large'],
});
