import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

export const SEXES = ['female', 'male', 'other', 'unknown'] as const;
export const FLAG_VALUES = ['yes', 'no', 'unknown'] as const;

const text = z.string();
const flag = z.enum(FLAG_VALUES);

/** A patient of one organisation. Names are null where nobody has sent any. */
export const patientSchema = z
  .object({
    patient_ref: text,
    patient_id: text,
    family_name: text.nullable(),
    given_name: text.nullable(),
    birth_date: z.iso.date().nullable(),
    sex: z.enum(SEXES),
    verified: z.boolean().meta({ description: 'False while the patient is known from uploads alone.' }),
    flags: z.object({ pacemaker: flag, atrial_fibrillation: flag }),
    revision: z.number().int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Patient' });

export type Patient = z.infer<typeof patientSchema>;

export const patientSummarySchema = patientSchema
  .extend({
    last_ecg: z.iso.datetime().nullable(),
    ecg_count: z.number().int(),
    therapy_count: z.number().int(),
  })
  .meta({ id: 'PatientSummary' });

export type PatientSummary = z.infer<typeof patientSummarySchema>;

export const patientPageSchema = z
  .object({ data: z.array(patientSummarySchema), next_cursor: text.nullable() })
  .meta({ id: 'PatientPage' });

export const patientListSchema = z
  .object({ data: z.array(patientSchema), next_cursor: text.nullable() })
  .meta({ id: 'PatientList' });

/** The search text travels in the body so that it never stands in an address or a log. */
export const patientSearchSchema = z
  .strictObject({
    text: z
      .string()
      .max(200)
      .meta({ description: 'Part of a name, a patient id or a birth date; empty for the newest.' }),
    limit: z.number().int().min(1).max(100).default(50),
    settled: z.boolean().default(true).meta({ description: 'False while somebody is still typing.' }),
  })
  .meta({ id: 'PatientSearch' });

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;

export const searchPatientsContract = defineContract({
  operation_id: 'searchPatients',
  method: 'POST',
  path: '/api/patients/search',
  summary: 'Search patients as typed',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:read'] },
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': patientSearchSchema },
  read: jsonBody(patientSearchSchema),
  responses: { 200: { description: 'Patients that fit', schema: patientPageSchema } },
  errors: [...READ_ERRORS, 'cross_origin', 'invalid_body', 'unreadable_body', 'unsupported_format'],
});

export const findPatientsContract = defineContract({
  operation_id: 'findPatients',
  method: 'GET',
  path: '/api/patients',
  summary: 'The patient with this hospital id',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:read'] },
  params: z.object({}),
  query: z.object({ patient_id: z.string().min(1).max(64) }),
  content: null,
  read: null,
  responses: { 200: { description: 'None or one', schema: patientListSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

export const getPatientContract = defineContract({
  operation_id: 'getPatient',
  method: 'GET',
  path: '/api/patients/{patient_ref}',
  summary: 'One patient',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:read'] },
  params: z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) }),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The patient', schema: patientSchema } },
  errors: [...READ_ERRORS, 'not_found'],
});
