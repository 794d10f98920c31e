import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { patientSchema } from './contracts';

/** Who a patient is: what is compared before something is filed under them. */
export const patientIdentitySchema = patientSchema
  .pick({
    patient_ref: true,
    patient_id: true,
    family_name: true,
    given_name: true,
    birth_date: true,
    sex: true,
    verified: true,
  })
  .meta({ id: 'PatientIdentity' });

export type PatientIdentity = z.infer<typeof patientIdentitySchema>;

const questionSchema = z
  .strictObject({ patient_id: z.string().trim().min(1).max(64) })
  .meta({ id: 'PatientIdentityQuestion' });

export const identifyPatientContract = defineContract({
  operation_id: 'identifyPatient',
  method: 'POST',
  path: '/api/patients/identify',
  summary: 'Who has exactly this id, to confirm before a record is filed; the id travels in the body',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:read'] },
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': questionSchema },
  read: jsonBody(questionSchema),
  responses: { 200: { description: 'The patient', schema: patientIdentitySchema } },
  errors: [
    'not_signed_in',
    'not_permitted',
    'cross_origin',
    'not_found',
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'body_too_large',
    'too_many_requests',
    'store_unavailable',
  ],
});
