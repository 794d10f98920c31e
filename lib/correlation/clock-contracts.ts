import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { NIGHT_ID } from '@/lib/therapy/domain/assembly/night-id';
import { CLOCK_METHODS } from './domain/clock/clock-rule';

/** A clock that is more than a day off has lost its date: that is no offset. */
const LARGEST_OFFSET_MS = 86_400_000;

const patientParams = z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) });

const offset = z.number().int().min(-LARGEST_OFFSET_MS).max(LARGEST_OFFSET_MS);

const clockChangeSchema = z
  .strictObject({
    night_id: z.string().regex(NIGHT_ID).meta({ description: 'The night the offset was determined on.' }),
    ecg_device_id: z.string().min(1).max(100),
    therapy_device_id: z.string().min(1).max(100),
    alignment: z
      .strictObject({
        offset_ms: offset.meta({ description: 'What is to be added to the ECG’s time to have the therapy device’s.' }),
        uncertainty_ms: z.number().int().min(0).max(LARGEST_OFFSET_MS).nullable().meta({
          description:
            'Plus or minus; null where it is not known: then ECG and therapy are compared by the night only.',
        }),
        method: z.enum(CLOCK_METHODS).meta({
          description: '`estimated` where the offset is that of an estimate, taken over unchanged; else `manual`.',
        }),
      })
      .nullable()
      .meta({ description: 'Null takes the alignment back: the clocks are as the devices sent them, offset unknown.' }),
    reason: z.string().trim().min(3).max(500).meta({
      description: 'How it was found, for the audit trail; without names or patient ids.',
    }),
    revision: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'Of the alignment this was decided on, 0 where there was none.' }),
  })
  .meta({ id: 'ClockOffsetChange' });

/** An alignment of two clocks as a person sets it. */
export type ClockChange = z.output<typeof clockChangeSchema>;

const clockOffsetSchema = z
  .object({
    ecg_device_id: z.string(),
    therapy_device_id: z.string(),
    offset_ms: offset,
    uncertainty_ms: z.number().int().nullable(),
    method: z.enum(CLOCK_METHODS),
    night: z.iso.date().meta({ description: 'The night it was determined on; its uncertainty holds there.' }),
    reason: z.string(),
    author: z.string().nullable(),
    set_at: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'ClockOffset', description: 'How the clocks of two devices stand to each other, for one patient.' });

/** An alignment of two clocks as it is read back. */
export type ClockOffset = z.infer<typeof clockOffsetSchema>;

const clockOffsetsSchema = z
  .object({ data: z.array(clockOffsetSchema), next_cursor: z.null() })
  .meta({ id: 'ClockOffsets', description: 'All alignments of a patient’s devices.' });

export type ClockOffsets = z.infer<typeof clockOffsetsSchema>;

export const listClockOffsetsContract = defineContract({
  operation_id: 'listClockOffsets',
  method: 'GET',
  path: '/api/patients/{patient_ref}/clock-offset',
  summary: 'How the clocks of a patient’s ECG and therapy devices stand to each other',
  tag: 'Therapy',
  access: { kind: 'permission', any_of: ['record:read'] },
  params: patientParams,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'One entry a pair of devices', schema: clockOffsetsSchema } },
  errors: ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found'],
});

export const alignClocksContract = defineContract({
  operation_id: 'alignClocks',
  method: 'PUT',
  path: '/api/patients/{patient_ref}/clock-offset',
  summary: 'Align the clocks of an ECG device and a therapy device, or take it back',
  tag: 'Therapy',
  access: { kind: 'permission', any_of: ['clock:align'] },
  params: patientParams,
  query: z.object({}),
  content: { 'application/json': clockChangeSchema },
  read: jsonBody(clockChangeSchema),
  responses: { 200: { description: 'All alignments as they are now', schema: clockOffsetsSchema } },
  errors: [
    'not_signed_in',
    'not_permitted',
    'too_many_requests',
    'store_unavailable',
    'cross_origin',
    'not_found',
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'stale_revision',
    'not_in_this_state',
  ],
});
