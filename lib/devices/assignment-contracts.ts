import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { deviceRefSchema, deviceSchema, patientIdSchema } from './device-contracts';

const from = z.iso.datetime({ offset: true });
const to = z.iso.datetime({ offset: true }).nullable().default(null);
const ordered = (period: { from: string; to: string | null }) =>
  period.to === null || Date.parse(period.from) < Date.parse(period.to);
const ORDER_FAULT = { message: 'The end lies after the beginning.', path: ['to'] };

const newAssignmentSchema = z
  .strictObject({
    patient_ref: z
      .string()
      .regex(/^pat_[0-9A-Z]{26}$/)
      .optional(),
    patient_id: patientIdSchema.optional(),
    from,
    to,
    end_current: z
      .boolean()
      .default(false)
      .meta({ description: 'Ends the open assignment, if there is one that began earlier, as the new one begins.' }),
  })
  .refine((body) => (body.patient_ref === undefined) !== (body.patient_id === undefined), {
    message: 'Name the patient once, by patient_ref or by patient_id.',
    path: ['patient_id'],
  })
  .refine(ordered, ORDER_FAULT)
  .meta({ id: 'NewDeviceAssignment' });

export type NewAssignment = z.output<typeof newAssignmentSchema>;

const assignmentChangeSchema = z
  .strictObject({ from, to, revision: z.number().int() })
  .refine(ordered, ORDER_FAULT)
  .meta({ id: 'DeviceAssignmentChange', description: '`revision` of the device, as it was read.' });

export type AssignmentChange = z.output<typeof assignmentChangeSchema>;

const ERRORS = [
  'not_signed_in',
  'cross_origin',
  'not_permitted',
  'not_found',
  'too_many_requests',
  'store_unavailable',
] as const;
const BODY_ERRORS = [...ERRORS, 'invalid_body', 'unreadable_body', 'unsupported_format'] as const;
const access = { kind: 'permission', any_of: ['device:write'] } as const;
const byRef = z.object({ device_ref: deviceRefSchema });
const byId = byRef.extend({ assignment_id: z.string().regex(/^asg_[0-9A-Z]{26}$/) });
const responses = { 200: { description: 'The device with its assignments', schema: deviceSchema } };

export const assignDeviceContract = defineContract({
  operation_id: 'assignDevice',
  method: 'POST',
  path: '/api/devices/{device_ref}/assignments',
  summary: 'Assign a device to a patient for a time',
  tag: 'Devices',
  access,
  params: byRef,
  query: z.object({}),
  content: { 'application/json': newAssignmentSchema },
  read: jsonBody(newAssignmentSchema),
  responses,
  errors: [...BODY_ERRORS, 'assignment_overlap', 'device_shared'],
});

export const changeAssignmentContract = defineContract({
  operation_id: 'changeAssignment',
  method: 'PUT',
  path: '/api/devices/{device_ref}/assignments/{assignment_id}',
  summary: 'End an assignment or correct its times',
  tag: 'Devices',
  access,
  params: byId,
  query: z.object({}),
  content: { 'application/json': assignmentChangeSchema },
  read: jsonBody(assignmentChangeSchema),
  responses,
  errors: [...BODY_ERRORS, 'assignment_overlap', 'stale_revision'],
});

export const removeAssignmentContract = defineContract({
  operation_id: 'removeAssignment',
  method: 'DELETE',
  path: '/api/devices/{device_ref}/assignments/{assignment_id}',
  summary: 'Remove an assignment that was made by mistake',
  tag: 'Devices',
  access,
  params: byId,
  query: z.object({ revision: z.coerce.number().int() }),
  content: null,
  read: null,
  responses,
  errors: [...ERRORS, 'invalid_query', 'stale_revision'],
});
