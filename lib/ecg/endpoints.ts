import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { baselineEditSchema, chosenBaselineSchema } from './comparison-contracts';

export const chooseBaselineContract = defineContract({
  operation_id: 'chooseBaselineEcg',
  method: 'PUT',
  path: '/api/patients/{patient_ref}/baseline-ecg',
  summary: 'Choose the ECG a patient’s others are compared with',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:write'] },
  params: z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) }),
  query: z.object({}),
  content: { 'application/json': baselineEditSchema },
  read: jsonBody(baselineEditSchema),
  responses: { 200: { description: 'The baseline as it is now', schema: chosenBaselineSchema } },
  errors: [
    'not_signed_in',
    'not_permitted',
    'too_many_requests',
    'store_unavailable',
    'cross_origin',
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'body_too_large',
    'not_found',
    'stale_revision',
  ],
});
