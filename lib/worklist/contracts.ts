import { z } from 'zod';
import { CRITICAL_FINDINGS } from '@/lib/ecg/domain/critical-statements';
import { cappedCountSchema } from '@/lib/http/capped-count';
import { defineContract } from '@/lib/http/contract';
import { patientSchema } from '@/lib/patients/contracts';
import { MODALITIES, PRIORITIES, READING_STATES } from '@/lib/recordings/contracts';
import { CONCERN_CODES, NIGHT_STATES } from './domain/therapy-concern';

/** Rows a list of the worklist shows at most, and how far it counts what it does not show. */
export const WORKLIST_ROWS = 50;
export const COUNTED_TO = 1000;

/** Pixel columns of a preview and the seconds it shows. */
export const PREVIEW_COLUMNS = 164;
export const PREVIEW_MS = 4000;

const text = z.string();
const instant = z.iso.datetime();
const source = z.enum(['computed', 'device']);

const person = patientSchema.pick({
  patient_ref: true,
  patient_id: true,
  family_name: true,
  given_name: true,
  birth_date: true,
  sex: true,
});

const unreadEcg = z.object({
  id: text,
  version: z.number().int(),
  patient: person,
  priority: z.enum(PRIORITIES),
  reading_state: z.enum(READING_STATES),
  repeat_requested: z.boolean(),
  confirmed_on_version: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'An older version that was confirmed; this one is not.' }),
  recording_date: instant,
  received_at: instant,
  heart_rate_bpm: z.number().nullable(),
  qtc_ms: z.number().nullable(),
  qtc_formula: text.nullable(),
  /** As the device sent them, each with what in it is critical. */
  statements: z.array(z.object({ text, critical: z.enum(CRITICAL_FINDINGS).nullable() })),
  warnings: z.array(text),
});

const heldRecord = z
  .object({
    id: text,
    modality: z.enum(MODALITIES),
    priority: z.enum(PRIORITIES),
    critical: z.array(z.enum(CRITICAL_FINDINGS)),
    reasons: z.array(text),
    recording_date: instant,
    received_at: instant,
    device_id: text,
    device_model: text.nullable(),
  })
  .meta({
    id: 'HeldRecord',
    description: 'A recording attributed to nobody. Holds no identity, not even the one sent.',
  });

const repeatRequest = z.object({
  id: text,
  patient: person,
  recording_date: instant,
  reason: text,
  author: text.nullable(),
  requested_at: instant,
});

const therapyPatient = z.object({
  patient: person,
  mode: text.nullable(),
  bars: z.array(z.object({ night: z.iso.date(), state: z.enum(NIGHT_STATES), usage_minutes: z.number().nullable() })),
  concerns: z.array(
    z.object({
      code: z.enum(CONCERN_CODES),
      level: z.enum(['high', 'caution']),
      nights: z.number().int(),
      of_nights: z.number().int(),
      value: z.number().nullable(),
    }),
  ),
  enough_nights: z.number().int(),
  data_nights: z.number().int(),
  ahi: z.object({ value: z.number(), source }).nullable(),
  leak: z.object({ value: z.number(), source, leak_type: text.nullable() }).nullable(),
});

const silentDevice = z.object({
  device_ref: text,
  device_id: text,
  make: text.nullable(),
  model: text.nullable(),
  last_seen_at: instant.nullable(),
  silent_nights: z.number().int(),
});

export const worklistSchema = z
  .object({
    change: z.number().int().meta({ description: 'Last change of the organisation this answer is known to hold.' }),
    as_of: instant,
    unread: z.object({
      count: cappedCountSchema,
      urgent_now: cappedCountSchema.meta({ description: 'Of these: STAT or with a critical statement.' }),
      oldest_received_at: instant.nullable(),
      rows: z.array(unreadEcg),
    }),
    therapy: z.object({
      patients: z.number().int().meta({ description: 'Patients with nights in the last 28.' }),
      concerned: z.number().int(),
      complete: z.boolean().meta({ description: 'False where there were too many nights to rank them all.' }),
      rows: z.array(therapyPatient),
    }),
    quarantine: z.object({ count: cappedCountSchema, rows: z.array(heldRecord) }),
    repeats: z
      .object({ count: cappedCountSchema, rows: z.array(repeatRequest) })
      .meta({ description: 'ECGs somebody wants recorded again, the longest waiting first.' }),
    silent_devices: z
      .object({ count: cappedCountSchema, rows: z.array(silentDevice) })
      .nullable()
      .meta({ description: 'Null for those who may not see devices.' }),
  })
  .meta({ id: 'Worklist', description: 'What waits for somebody: capped lists, the most urgent first.' });

export type Worklist = z.infer<typeof worklistSchema>;
export type { CappedCount } from '@/lib/http/capped-count';
export type UnreadEcg = z.infer<typeof unreadEcg>;
export type RepeatRequestRow = z.infer<typeof repeatRequest>;
export type HeldRecord = z.infer<typeof heldRecord>;
export type TherapyPatient = z.infer<typeof therapyPatient>;
export type SilentDevice = z.infer<typeof silentDevice>;
export type PersonOnList = z.infer<typeof person>;

const previewSchema = z
  .object({
    id: text,
    version: z.number().int(),
    lead: text,
    min_uv: z.array(z.number().int().nullable()),
    max_uv: z.array(z.number().int().nullable()),
  })
  .meta({
    id: 'LeadPreview',
    description: `The first ${PREVIEW_MS / 1000} s of one lead in ${PREVIEW_COLUMNS} columns.`,
  });

export const previewPageSchema = z
  .object({ data: z.array(previewSchema), next_cursor: z.null() })
  .meta({ id: 'LeadPreviewPage' });

export type EcgPreview = z.infer<typeof previewSchema>;

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
/** Lists for people: a key bound to a device must not see other devices' records by this way. */
const access = { kind: 'permission', any_of: ['record:read'], by_session: true } as const;

export const getWorklistContract = defineContract({
  operation_id: 'getWorklist',
  method: 'GET',
  path: '/api/worklist',
  summary: 'What waits for somebody',
  tag: 'Worklist',
  access,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The worklist', schema: worklistSchema } },
  errors: READ_ERRORS,
});

const nextUnreadSchema = z
  .object({ id: text.nullable() })
  .meta({ id: 'NextUnread', description: 'The ECG to read next; null where nothing is left.' });

export type NextUnread = z.infer<typeof nextUnreadSchema>;

export const getNextUnreadContract = defineContract({
  operation_id: 'getNextUnread',
  method: 'GET',
  path: '/api/worklist/next',
  summary: 'The unread ECG to read next, in the order of the worklist',
  tag: 'Worklist',
  access,
  params: z.object({}),
  query: z.object({
    after: z
      .string()
      .regex(/^rec_[0-9A-Z]{26}$/)
      .optional()
      .meta({
        description:
          'The ECG one comes from: it is not offered again, and where it is left unread, what follows it is.',
      }),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'What is next', schema: nextUnreadSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

export const getPreviewsContract = defineContract({
  operation_id: 'getPreviews',
  method: 'GET',
  path: '/api/worklist/previews',
  summary: 'One lead of several ECGs, small',
  tag: 'Worklist',
  access,
  params: z.object({}),
  query: z.object({
    ids: z
      .string()
      .max(WORKLIST_ROWS * 31)
      .transform((list) => [...new Set(list.split(','))])
      .pipe(
        z
          .array(z.string().regex(/^rec_[0-9A-Z]{26}$/))
          .min(1)
          .max(WORKLIST_ROWS),
      ),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'Previews of those that can be read', schema: previewPageSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});
