import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import {
  facetCountsSchema,
  facetQuestionSchema,
  patientEditSchema,
  patientListSchema,
  patientPageSchema,
  patientSchema,
  patientSearchSchema,
} from './contracts';
import { timelineSchema } from './timeline-contracts';

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const BODY_ERRORS = [
  'cross_origin',
  'invalid_body',
  'unreadable_body',
  'unsupported_format',
  'body_too_large',
] as const;
const access = { kind: 'permission', any_of: ['patient:read'] } as const;
const patientParams = z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) });
const nothing = z.object({});
const instantParameter = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .optional();

export const searchPatientsContract = defineContract({
  operation_id: 'searchPatients',
  method: 'POST',
  path: '/api/patients/search',
  summary: 'Search patients as typed',
  tag: 'Patients',
  access,
  params: nothing,
  query: nothing,
  content: { 'application/json': patientSearchSchema },
  read: jsonBody(patientSearchSchema),
  responses: { 200: { description: 'Patients that fit', schema: patientPageSchema } },
  errors: [...READ_ERRORS, ...BODY_ERRORS],
});

export const countFacetsContract = defineContract({
  operation_id: 'countPatientFacets',
  method: 'POST',
  path: '/api/patients/facets',
  summary: 'How many patients each facet would leave',
  tag: 'Patients',
  access,
  params: nothing,
  query: nothing,
  content: { 'application/json': facetQuestionSchema },
  read: jsonBody(facetQuestionSchema),
  responses: { 200: { description: 'Counts by group and value', schema: facetCountsSchema } },
  errors: [...READ_ERRORS, ...BODY_ERRORS],
});

export const findPatientsContract = defineContract({
  operation_id: 'findPatients',
  method: 'GET',
  path: '/api/patients',
  summary: 'The patient with this hospital id',
  tag: 'Patients',
  access,
  params: nothing,
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
  access,
  params: patientParams,
  query: nothing,
  content: null,
  read: null,
  responses: { 200: { description: 'The patient', schema: patientSchema } },
  errors: [...READ_ERRORS, 'not_found'],
});

export const updatePatientContract = defineContract({
  operation_id: 'updatePatient',
  method: 'PUT',
  path: '/api/patients/{patient_ref}',
  summary: 'Correct a patient’s identity and flags',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['patient:write'] },
  params: patientParams,
  query: nothing,
  content: { 'application/json': patientEditSchema },
  read: jsonBody(patientEditSchema),
  responses: { 200: { description: 'The patient as it is now', schema: patientSchema } },
  errors: [...READ_ERRORS, ...BODY_ERRORS, 'not_found', 'stale_revision'],
});

export const getTimelineContract = defineContract({
  operation_id: 'getPatientTimeline',
  method: 'GET',
  path: '/api/patients/{patient_ref}/timeline',
  summary: 'ECGs and nights of one patient on one time axis',
  tag: 'Patients',
  access: { kind: 'permission', any_of: ['record:read'] },
  params: patientParams,
  query: z.object({ from: instantParameter, to: instantParameter }),
  content: null,
  read: null,
  responses: { 200: { description: 'Oldest first', schema: timelineSchema } },
  errors: [...READ_ERRORS, 'not_found', 'invalid_query'],
});
