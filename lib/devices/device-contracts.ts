import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { line, zoneName } from '@/lib/http/fields';
import { jsonBody } from '@/lib/http/read-body';
import { DEVICE_CADENCES, DEVICE_KINDS } from './domain/kinds';

const text = z.string();
const instant = z.iso.datetime();

const statusSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('on_time') }),
    z.object({ kind: z.literal('late'), hours: z.number().int() }),
    z.object({ kind: z.literal('silent'), nights: z.number().int() }),
    z.object({ kind: z.literal('idle') }),
    z.object({ kind: z.literal('never_seen') }),
  ])
  .meta({ id: 'DeviceStatus', description: 'How the device stands with what is expected of it, as of this answer.' });

const assignmentSchema = z
  .object({
    id: text,
    patient_ref: text,
    initials: text.nullable(),
    patient: z
      .object({ patient_id: text, family_name: text.nullable(), given_name: text.nullable() })
      .nullable()
      .meta({ description: 'Null for callers who may not read patients: they get the initials.' }),
    from: instant,
    to: instant.nullable().meta({ description: 'Exclusive; null while the patient has the device.' }),
  })
  .meta({ id: 'DeviceAssignment' });

export type DeviceAssignmentView = z.infer<typeof assignmentSchema>;

export const deviceSchema = z
  .object({
    device_ref: text,
    device_id: text.meta({ description: 'What uploads call it.' }),
    make: text.nullable(),
    model: text.nullable(),
    serial: text.nullable(),
    firmware: text.nullable(),
    udi: text.nullable(),
    kind: z.enum(DEVICE_KINDS),
    cadence: z.enum(DEVICE_CADENCES),
    shared: z.boolean(),
    site: text.nullable(),
    time_zone: text.nullable(),
    verified: z.boolean().meta({ description: 'False while the device is known from uploads alone.' }),
    assignments: z.array(assignmentSchema).meta({ description: 'In order of time; they never overlap.' }),
    status: statusSchema,
    last_seen_at: instant.nullable(),
    clock_offset_ms: z
      .number()
      .nullable()
      .meta({ description: 'How far the device’s clock was ahead when it last said so; null when it never did.' }),
    quarantined: z.number().int().meta({ description: 'Recordings of the device that wait for a decision.' }),
    revision: z.number().int(),
    created_at: instant,
  })
  .meta({ id: 'Device' });

export type Device = z.infer<typeof deviceSchema>;

const devicePageSchema = z
  .object({ data: z.array(deviceSchema), next_cursor: text.nullable() })
  .meta({ id: 'DevicePage' });

const healthSchema = z
  .object({
    days: z
      .array(
        z.object({
          date: z.iso.date().meta({ description: 'The night it begins on, or the day for a device used by day.' }),
          received: z.number().int().meta({ description: 'Recordings of that night or day.' }),
          expected: z.boolean().meta({ description: 'A night that is over and on which the device was in use.' }),
        }),
      )
      .meta({ description: 'Thirty, oldest first.' }),
    nights_received: z.number().int(),
    nights_missing: z.number().int(),
  })
  .meta({ id: 'DeviceHealth' });

export type DeviceHealth = z.infer<typeof healthSchema>;

const optionalLine = (max: number) => line(max).nullable().default(null);

const factsShape = {
  make: optionalLine(100),
  model: optionalLine(100),
  serial: optionalLine(100),
  firmware: optionalLine(100),
  udi: optionalLine(200),
  kind: z.enum(DEVICE_KINDS),
  cadence: z.enum(DEVICE_CADENCES),
  shared: z.boolean().meta({ description: 'Used for many patients: assignments say nothing of its recordings.' }),
  site: optionalLine(100),
  time_zone: zoneName.nullable().default(null),
};

const newDeviceSchema = z.strictObject({ device_id: line(100), ...factsShape }).meta({ id: 'NewDevice' });

export type NewDevice = z.output<typeof newDeviceSchema>;

const deviceChangeSchema = z
  .strictObject({ ...factsShape, revision: z.number().int() })
  .meta({ id: 'DeviceChange', description: 'Everything about a device but its id; `revision` as it was read.' });

export type DeviceChange = z.output<typeof deviceChangeSchema>;

const ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const CHANGE_ERRORS = [...ERRORS, 'cross_origin', 'invalid_body', 'unreadable_body', 'unsupported_format'] as const;
const read = { kind: 'permission', any_of: ['device:read'] } as const;
const write = { kind: 'permission', any_of: ['device:write'] } as const;

/** The opaque id of a device in paths. */
export const deviceRefSchema = z.string().regex(/^dev_[0-9A-Z]{26}$/);

const byRef = z.object({ device_ref: deviceRefSchema });
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const listQuery = z.object({
  kind: z.enum(DEVICE_KINDS).optional(),
  silent: flag.optional().meta({ description: 'True: devices that missed three nights or more.' }),
  unassigned: flag.optional().meta({ description: 'True: personal devices nobody has at the moment.' }),
  patient_ref: z
    .string()
    .regex(/^pat_[0-9A-Z]{26}$/)
    .optional(),
  device_id: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z
    .string()
    .regex(/^dev_[0-9A-Z]{26}$/)
    .optional(),
});

/** What the list of devices can be narrowed by. Parts of names are never asked for in an address. */
export type DeviceQuery = z.output<typeof listQuery>;

export const listDevicesContract = defineContract({
  operation_id: 'listDevices',
  method: 'GET',
  path: '/api/devices',
  summary: 'The devices of the organisation, in the order they became known',
  tag: 'Devices',
  access: read,
  params: z.object({}),
  query: listQuery,
  content: null,
  read: null,
  responses: { 200: { description: 'Devices that fit', schema: devicePageSchema } },
  errors: [...ERRORS, 'invalid_query'],
});

export const registerDeviceContract = defineContract({
  operation_id: 'registerDevice',
  method: 'POST',
  path: '/api/devices',
  summary: 'Register a device',
  tag: 'Devices',
  access: write,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': newDeviceSchema },
  read: jsonBody(newDeviceSchema),
  responses: { 201: { description: 'The device', schema: deviceSchema } },
  errors: [...CHANGE_ERRORS, 'device_known'],
  reply: (device: Device) => ({ status: 201, json: device }),
});

export const getDeviceContract = defineContract({
  operation_id: 'getDevice',
  method: 'GET',
  path: '/api/devices/{device_ref}',
  summary: 'One device',
  tag: 'Devices',
  access: read,
  params: byRef,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The device', schema: deviceSchema } },
  errors: [...ERRORS, 'not_found'],
});

export const updateDeviceContract = defineContract({
  operation_id: 'updateDevice',
  method: 'PUT',
  path: '/api/devices/{device_ref}',
  summary: 'Change what is known of a device, and vouch for it',
  tag: 'Devices',
  access: write,
  params: byRef,
  query: z.object({}),
  content: { 'application/json': deviceChangeSchema },
  read: jsonBody(deviceChangeSchema),
  responses: { 200: { description: 'The device', schema: deviceSchema } },
  errors: [...CHANGE_ERRORS, 'not_found', 'stale_revision', 'device_assigned'],
});

export const getDeviceHealthContract = defineContract({
  operation_id: 'getDeviceHealth',
  method: 'GET',
  path: '/api/devices/{device_ref}/health',
  summary: 'What came from a device in the last thirty nights',
  tag: 'Devices',
  access: read,
  params: byRef,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'Recordings by night or day', schema: healthSchema } },
  errors: [...ERRORS, 'not_found'],
});

/** A patient’s id as the hospital writes it. */
export const patientIdSchema = line(64).meta({ description: 'The hospital’s id, exactly.' });

const assigneeQuestionSchema = z.strictObject({ patient_id: patientIdSchema }).meta({ id: 'AssigneeQuestion' });

const assigneeSchema = z
  .object({ patient_ref: text, initials: text.nullable(), birth_year: z.number().int().nullable() })
  .meta({ id: 'Assignee', description: 'As much of a patient as tells whether the id was typed right.' });

export type Assignee = z.infer<typeof assigneeSchema>;

export const identifyAssigneeContract = defineContract({
  operation_id: 'identifyAssignee',
  method: 'POST',
  path: '/api/devices/assignee',
  summary: 'Initials and birth year of the patient with this id, to confirm before a device is assigned',
  tag: 'Devices',
  access: write,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': assigneeQuestionSchema },
  read: jsonBody(assigneeQuestionSchema),
  responses: { 200: { description: 'The patient', schema: assigneeSchema } },
  errors: [...CHANGE_ERRORS, 'not_found'],
});
