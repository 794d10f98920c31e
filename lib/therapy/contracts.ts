import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { MODALITIES } from '@/lib/recordings/contracts';

/** What kind of use a session was: the night itself, a nap, or a mask-fit run (which is no therapy). */
export const SESSION_KINDS = ['therapy', 'nap', 'mask_fit'] as const;

const instant = z.iso.datetime();
const text = z.string();
const value = z.number().nullable();

const VALUES = {
  usage_minutes: value,
  ahi: value,
  oai: value,
  cai: value,
  mai: value,
  uai: value,
  hi: value,
  leak_p50_l_min: value,
  leak_p95_l_min: value,
  large_leak_minutes: value,
  pressure_p50_cmh2o: value,
  pressure_p95_cmh2o: value,
  epap_p95_cmh2o: value,
  time_at_max_pressure_minutes: value,
  periodic_breathing_minutes: value,
  unscored_minutes: value,
  spo2_min_percent: value,
  t90_minutes: value,
  t88_minutes: value,
  odi: value,
  valid_oximetry_minutes: value,
};

/** The name of a value of a night, computed or device-reported. */
export type NightValue = keyof typeof VALUES;

/** All of them. Object.keys of a constant whose keys are these names. */
export const NIGHT_VALUES = Object.keys(VALUES) as readonly NightValue[];

/** Values of a night; null where not known. */
export type NightValues = Record<NightValue, number | null>;

const deviceValuesSchema = z.object(VALUES).nullable().meta({
  id: 'DeviceReportedNight',
  description:
    'The values as the device reported them; null where it did not, or where several cannot be put together.',
});

const exclusionSchema = z
  .object({ reason: text, author: text.nullable(), excluded_at: instant })
  .meta({ id: 'TherapyExclusion', description: 'Why and by whom it was taken out of every figure.' });

const sessionSchema = z.object({
  record_id: text,
  modality: z.enum(MODALITIES),
  device_id: text,
  start: instant,
  end: instant,
  utc_offset_minutes: z.number(),
  end_utc_offset_minutes: z.number(),
  kind: z.enum(SESSION_KINDS),
  event_count: z.number().int().nullable().meta({ description: 'Events of every kind; null where not known.' }),
  breathing_event_count: z.number().int().nullable().meta({ description: 'Apnoeas and hypopnoeas.' }),
  signal_minutes: z.number(),
  excluded: z.boolean(),
  exclusion: exclusionSchema.nullable(),
});

/** Use with what is excluded, where anything is. */
export const withExcludedSchema = z.object({ usage_minutes: value, device_usage_minutes: value }).meta({
  id: 'UsageWithExcluded',
  description:
    'Minutes of use with what is excluded, computed and device-reported: the payer’s rule counts every night.',
});

/** One patient's night as it is read back. */
export const nightSchema = z
  .object({
    id: text,
    patient_ref: text,
    night: z.iso.date().meta({ description: 'Date on which the night began, in device-local time.' }),
    boundary_hour: z.number().int(),
    start: instant,
    end: instant,
    utc_offset_minutes: z.number(),
    clock: z
      .array(z.object({ at: instant, utc_offset_minutes: z.number() }))
      .meta({ description: 'The device’s local time: the offset that holds from each instant on.' }),
    ...VALUES,
    coverage: z
      .object({ leak_minutes: z.number(), pressure_minutes: z.number(), epap_minutes: z.number() })
      .meta({ description: 'For how long the signals were sent that the percentiles are made of.' }),
    overlapping: z.boolean().meta({
      description:
        'Sessions overlap: usage counts shared time once, and no index is computed, as a breath may be twice.',
    }),
    sessions: z.array(sessionSchema),
    device_reported: deviceValuesSchema,
    leak_type: z.enum(['unintentional', 'total']).nullable(),
    leak_limit_l_min: value,
    mode: text.nullable(),
    settings: z.record(text, z.union([text, z.number()])),
    mask: text.nullable(),
    devices: z.array(
      z.object({
        device_id: text,
        make: text.nullable(),
        model: text.nullable(),
        serial: text.nullable(),
        firmware: text.nullable(),
        device_reported: deviceValuesSchema,
      }),
    ),
    record_ids: z.array(text),
    excluded: z.boolean().meta({ description: 'Nothing of the night counts: a person excluded all of it.' }),
    exclusion: exclusionSchema.nullable().meta({ description: 'Why nothing of it counts; of its first session.' }),
    with_excluded: withExcludedSchema.nullable(),
    change: z.number().int(),
    updated_at: instant,
  })
  .meta({
    id: 'TherapyNight',
    description:
      'A patient’s night. Values at the top are computed from what was sent; minutes, events per hour of usage, L/min, cmH2O, percent. Null where not known.',
  });

/** One patient's night. */
export type Night = z.infer<typeof nightSchema>;

export const nightPageSchema = z
  .object({ data: z.array(nightSchema), next_cursor: text.nullable() })
  .meta({ id: 'TherapyNightPage' });

/** One page of nights. */
export type NightPage = z.infer<typeof nightPageSchema>;

const date = z.iso.date().optional();

export const listNightsContract = defineContract({
  operation_id: 'listNights',
  method: 'GET',
  path: '/api/patients/{patient_ref}/nights',
  summary: 'A patient’s therapy nights, newest first',
  tag: 'Therapy',
  access: { kind: 'permission', any_of: ['record:read'] },
  params: z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) }),
  query: z.object({
    from: date,
    to: date,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'One page', schema: nightPageSchema } },
  errors: ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found', 'invalid_query'],
});

const CSV = 'text/csv; charset=utf-8';

export const exportNightsContract = defineContract({
  operation_id: 'exportNights',
  method: 'GET',
  path: '/api/patients/{patient_ref}/nights/csv',
  summary: 'A patient’s nights as a table: each value as computed and as reported by the device',
  tag: 'Therapy',
  access: { kind: 'permission', any_of: ['record:read'] },
  params: z.object({ patient_ref: z.string().regex(/^pat_[0-9A-Z]{26}$/) }),
  query: z.object({ from: z.iso.date(), to: z.iso.date() }),
  content: null,
  read: null,
  responses: { 200: { description: 'The nights, oldest first; `to` is exclusive', bytes: CSV } },
  errors: ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found', 'invalid_query'],
  reply: (csv: string) => ({ status: 200, bytes: new TextEncoder().encode(csv), content_type: CSV }),
});

/** Events of a record by columns: the i-th event is of `types[type[i]]`, and so on. */
export const eventColumnsSchema = z
  .object({
    start: instant.meta({ description: 'Start of the record; the events’ times count from it.' }),
    unknown_sessions: z
      .array(z.number().int())
      .meta({ description: 'Sessions, in order of time, whose events are not known.' }),
    types: z.array(text),
    type: z.array(z.number().int()),
    session: z.array(z.number().int()),
    start_ms: z.array(z.number()),
    duration_ms: z.array(z.number()),
  })
  .meta({ id: 'TherapyEvents', description: 'Events in order of time, as the device scored them.' });

/** Events of a record by columns. */
export type EventColumns = z.infer<typeof eventColumnsSchema>;
