import { z } from 'zod';
import { LINK_KINDS } from '@/lib/correlation/domain/links/link-ecg';
import { AGREEMENT_FIELDS, AGREEMENT_VERDICTS } from '@/lib/ecg/domain/report/report-agreement';
import { MEASURING_STATES } from '@/lib/measure/domain/measuring';
import { QUALITY_REASONS } from '@/lib/measure/domain/quality/lead-quality';
import { derivedSchema } from './derived-schema';

export const MODALITIES = ['ecg', 'cpap', 'bipap'] as const;
export type Modality = (typeof MODALITIES)[number];

export const RECORD_STATUSES = ['processing', 'stored', 'quarantined', 'failed', 'deleted'] as const;
export const TIME_SOURCES = ['offset', 'request_zone', 'device_zone', 'site_zone', 'organization_zone'] as const;
export const PRIORITIES = ['routine', 'urgent', 'stat'] as const;
export const READING_STATES = ['unconfirmed', 'preliminary', 'confirmed', 'amended'] as const;
/**
 * What a file of a record is: `source` what the device wrote, `envelope` what was sent beside it, `details` what the source
 * says beyond what a record holds.
 */
export const FILE_ROLES = ['source', 'envelope', 'details', 'signals', 'beats', 'events', 'report'] as const;
export type FileRole = (typeof FILE_ROLES)[number];

const instant = z.iso.datetime();
const text = z.string();

export const warningSchema = z
  .object({ pointer: text, code: text, detail: text })
  .meta({ id: 'Warning', description: 'Something to know about an accepted record; it is kept as it is.' });

export const linksSchema = z
  .object({ self: text, signals: text, source: text, report: text.nullable() })
  .meta({ id: 'RecordLinks' });

const measurementsSchema = z.object({
  heart_rate_bpm: z.number().nullable(),
  pr_ms: z.number().nullable(),
  qrs_ms: z.number().nullable(),
  qt_ms: z.number().nullable(),
  qtc_ms: z.number().nullable(),
  qtc_formula: text.nullable(),
  p_axis_deg: z.number().nullable(),
  qrs_axis_deg: z.number().nullable(),
  t_axis_deg: z.number().nullable(),
});

const channelSchema = z.object({
  id: text,
  name: text,
  kind: text,
  unit: text,
  sampling_rate_hz: z.number(),
  derived: z.boolean(),
});

const personSchema = z.object({
  family_name: text.nullable(),
  given_name: text.nullable(),
  birth_date: z.iso.date().nullable(),
  sex: text.nullable(),
});

/** Warnings shown beside a record. */
export type Warning = z.infer<typeof warningSchema>;

/** Who a patient is, as an upload says. */
export type Person = z.infer<typeof personSchema>;

const therapySchema = z.object({
  mode: text.nullable(),
  night: z.iso.date(),
  night_id: text.nullable().meta({ description: 'The assembled night; null while the record belongs to no patient.' }),
  leak_type: text.nullable(),
  settings: z.record(text, z.union([text, z.number()])),
  /** As the device reports it. */
  summary: z.record(text, z.number()),
  sessions: z.array(
    z.object({
      start: instant,
      end: instant,
      kind: z.enum(['therapy', 'mask_fit']),
      event_count: z.number().int().nullable(),
    }),
  ),
  /** Computed from the sessions and events that were sent; null where they were not. */
  usage_minutes: z.number().nullable(),
  ahi: z.number().nullable(),
});

const leadQualitySchema = z
  .object({ lead: text, score: z.number().min(0).max(1), reasons: z.array(z.enum(QUALITY_REASONS)) })
  .meta({ id: 'LeadQuality', description: 'How well a lead can be read: 1 undisturbed, 0 not at all.' });

const reportCheckSchema = z
  .object({
    outcome: z.enum(['agrees', 'differs', 'other_patient', 'not_checkable']),
    pages: z.number().int().nullable(),
    rows: z.array(
      z.object({
        field: z.enum(AGREEMENT_FIELDS),
        verdict: z.enum(AGREEMENT_VERDICTS),
        in_report: z.number().nullable(),
      }),
    ),
    checked_at: instant,
  })
  .meta({ id: 'ReportCheck', description: 'How the text of the PDF agrees with the record; null until it was read.' });

export type ReportCheck = z.infer<typeof reportCheckSchema>;

const readingSchema = z
  .object({
    state: z.enum(READING_STATES),
    version: z.number().int().meta({ description: 'The version this was said of.' }),
    statement: text.nullable().meta({ description: 'The reader’s own words; never the device’s.' }),
    author: text.nullable(),
    recorded_at: instant.nullable(),
    time_to_read_ms: z
      .number()
      .nullable()
      .meta({ description: 'From receipt of this version to its first confirmation.' }),
    undo_until: instant.nullable().meta({ description: 'So long its author may take the last step back.' }),
    earlier: z
      .object({
        state: z.enum(READING_STATES),
        version: z.number().int(),
        author: text.nullable(),
        recorded_at: instant.nullable(),
      })
      .nullable()
      .meta({ description: 'The last confirmed reading of an older version; it says nothing of this one.' }),
  })
  .meta({ id: 'Reading', description: 'What a reader said of this version of an ECG, and how far that has come.' });

const repeatRequestSchema = z
  .object({ reason: text, author: text.nullable(), recorded_at: instant })
  .meta({ id: 'RepeatRequest', description: 'Somebody wants this ECG recorded again.' });

export const ecgLinkSchema = z
  .object({
    kind: z.enum(LINK_KINDS),
    night_id: text.nullable(),
    night: z.iso.date().nullable(),
  })
  .meta({
    id: 'EcgLink',
    description:
      'How an ECG stands to therapy: `during` shares time with a session, `morning_after` began at most 12 h after a sleep with therapy ended, `same_night` has the date of a known night, `none` no night.',
  });

/** A record as it is read back. */
export const recordingSchema = z
  .object({
    id: text,
    modality: z.enum(MODALITIES),
    status: z.enum(RECORD_STATUSES),
    version: z.number().int(),
    latest_version: z.number().int(),
    revision: z.number().int(),
    patient_id: text.nullable(),
    patient_ref: text.nullable(),
    claimed: z
      .object({ patient_id: text.nullable(), patient: personSchema.nullable(), source_id: text.nullable() })
      .nullable(),
    reasons: z.array(text),
    device_id: text,
    source_id: text.nullable(),
    recording_date: instant,
    device_time: text,
    utc_offset_minutes: z.number(),
    time_source: z.enum(TIME_SOURCES),
    time_ambiguous: z.boolean(),
    clock_offset_ms: z.number().nullable(),
    duration_ms: z.number(),
    priority: z.enum(PRIORITIES),
    channels: z.array(channelSchema),
    filters: z
      .object({
        high_pass_hz: z.number().nullable(),
        low_pass_hz: z.number().nullable(),
        notch_hz: z.number().nullable(),
        zero_phase: z.boolean().nullable(),
      })
      .nullable(),
    measurements: measurementsSchema.nullable(),
    derived: derivedSchema
      .nullable()
      .meta({ description: 'Null for therapy, and until the organisation has signed off computed values.' }),
    quality: z
      .array(leadQualitySchema)
      .nullable()
      .meta({ description: 'Null for therapy, and until an ECG has been measured.' }),
    measuring: z.enum(MEASURING_STATES).nullable().meta({
      description:
        'Whether `derived`, `quality` and the warning `heart_rate_mismatch` are there yet: an ECG is measured soon after it is stored. `unreadable` and `given_up` say why they never will be. Null for therapy.',
    }),
    reading: readingSchema,
    repeat_request: repeatRequestSchema.nullable(),
    statements: z.array(text),
    therapy: therapySchema.nullable(),
    warnings: z.array(warningSchema),
    order: z
      .object({ accession_number: text.nullable(), indication: text.nullable(), ordering_unit: text.nullable() })
      .nullable(),
    device: z
      .object({ make: text.nullable(), model: text.nullable(), serial: text.nullable(), firmware: text.nullable() })
      .nullable(),
    site: text.nullable(),
    operator: text.nullable(),
    vendor: z.record(text, z.unknown()).nullable(),
    report_check: reportCheckSchema.nullable(),
    legal_hold: z.boolean(),
    moved_at: instant.nullable().meta({ description: 'When it last came to this patient from another.' }),
    deleted_at: instant.nullable(),
    files: z.array(z.object({ role: z.enum(FILE_ROLES), content_type: text, bytes: z.number().int(), sha256: text })),
    link: ecgLinkSchema
      .nullable()
      .meta({ description: 'Null for therapy, for older versions, and while it belongs to nobody.' }),
    received_at: instant,
    links: linksSchema,
  })
  .meta({ id: 'Recording', description: 'One recording: what was sent, where it belongs and what is known of it.' });

export type Recording = z.infer<typeof recordingSchema>;

export type TherapySummary = NonNullable<Recording['therapy']>;

/** Therapy as a record holds it: which night it belongs to follows from its patient. */
export type StoredTherapy = Omit<TherapySummary, 'night_id'>;

export const recordingPageSchema = z
  .object({ data: z.array(recordingSchema), next_cursor: text.nullable() })
  .meta({ id: 'RecordingPage' });

export const fileLinkSchema = z
  .object({ url: text, expires_at: instant, content_type: text, bytes: z.number().int(), sha256: text })
  .meta({ id: 'FileLink', description: 'A presigned address of one file; it works for at most 300 seconds.' });

export type FileLink = z.infer<typeof fileLinkSchema>;
