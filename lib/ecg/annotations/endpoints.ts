import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { MODALITIES } from '@/lib/recordings/contracts';
import { type Annotation, annotationListSchema, annotationSchema, newAnnotationSchema } from '../annotation-contracts';

const params = z.object({ modality: z.enum(MODALITIES), id: z.string().regex(/^rec_[0-9A-Z]{26}$/) });
const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found'] as const;
const WRITE_ERRORS = [...READ_ERRORS, 'cross_origin'] as const;

export const listAnnotationsContract = defineContract({
  operation_id: 'listEcgAnnotations',
  method: 'GET',
  path: '/api/{modality}/data/{id}/annotations',
  summary: 'What people set on the trace of an ECG',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['record:read'] },
  params,
  query: z.object({
    version: z.coerce.number().int().min(1).optional(),
    removed: z
      .enum(['true', 'false'])
      .default('false')
      .transform((value) => value === 'true')
      .meta({ description: 'Also those that were taken back.' }),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'All of one version, in the order they were made', schema: annotationListSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

export const addAnnotationContract = defineContract({
  operation_id: 'addEcgAnnotation',
  method: 'POST',
  path: '/api/{modality}/data/{id}/annotations',
  summary: 'Keep a caliper or a remark; the same again is the one that is there',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['ecg:annotate'] },
  params,
  query: z.object({}),
  content: { 'application/json': newAnnotationSchema },
  read: jsonBody(newAnnotationSchema),
  responses: { 201: { description: 'The annotation', schema: annotationSchema } },
  errors: [
    ...WRITE_ERRORS,
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'body_too_large',
    'not_in_this_state',
  ],
  reply: (annotation: Annotation) => ({ status: 201, json: annotation }),
});

export const removeAnnotationContract = defineContract({
  operation_id: 'removeEcgAnnotation',
  method: 'DELETE',
  path: '/api/{modality}/data/{id}/annotations/{annotation_id}',
  summary: 'Take one of one’s own annotations back; it stays in the history',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['ecg:annotate'] },
  params: params.extend({ annotation_id: z.string().regex(/^ann_[0-9A-Z]{26}$/) }),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The annotation, taken back', schema: annotationSchema } },
  errors: WRITE_ERRORS,
});
