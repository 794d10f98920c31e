import { z } from 'zod';
import { cappedCountSchema } from '@/lib/http/capped-count';
import { FACET_GROUPS, type FacetGroup } from './domain/facets';

export const SEXES = ['female', 'male', 'other', 'unknown'] as const;
export const FLAG_VALUES = ['yes', 'no', 'unknown'] as const;
export const FLAG_NAMES = ['pacemaker', 'atrial_fibrillation', 'heart_failure', 'pregnancy'] as const;
export type FlagName = (typeof FLAG_NAMES)[number];

const text = z.string();
const date = z.iso.date();

/** Where a fact about a patient comes from: the document or person named, who entered it, and when. */
const provenance = {
  date: date.nullable().meta({ description: 'The day the fact was established, where it is known.' }),
  source: text.nullable().meta({ description: 'Where it is taken from, in words.' }),
  author: text.nullable().meta({ description: 'Who entered it.' }),
  recorded_at: z.iso.datetime().nullable(),
};

const flagSchema = z.object({ value: z.enum(FLAG_VALUES), ...provenance }).meta({
  id: 'PatientFlag',
  description: 'Yes, no or unknown. Unknown is not no: nobody has said either.',
});

/** What is known of one flag. */
export type PatientFlag = z.infer<typeof flagSchema>;

const therapyStartSchema = z.object({ value: date, ...provenance });
const diagnosticAhiSchema = z.object({ value: z.number(), ...provenance });

/** A patient of one organisation. Names are null where nobody has sent any. */
export const patientSchema = z
  .object({
    patient_ref: text,
    patient_id: text,
    family_name: text.nullable(),
    given_name: text.nullable(),
    birth_date: date.nullable(),
    sex: z.enum(SEXES),
    verified: z.boolean().meta({ description: 'False while the patient is known from uploads alone.' }),
    flags: z.object({
      pacemaker: flagSchema,
      atrial_fibrillation: flagSchema,
      heart_failure: flagSchema.meta({ description: 'Heart failure with LVEF <= 45 %.' }),
      pregnancy: flagSchema,
    }),
    therapy_start: therapyStartSchema.nullable(),
    diagnostic_ahi: diagnosticAhiSchema
      .nullable()
      .meta({ description: 'Events per hour of the diagnostic study, before therapy.' }),
    night_boundary_hour: z.number().int().meta({
      description: 'Hour of the day, in device-local time, at which one night becomes the next; 12 unless set.',
    }),
    last_ecg_id: text.nullable(),
    last_night_id: text.nullable(),
    revision: z.number().int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Patient' });

export type Patient = z.infer<typeof patientSchema>;

const SOURCES = ['device', 'computed'] as const;

/** A figure of a night, with whose it is: the device's own, or computed from what it sent. */
export const figureSchema = z.object({ value: z.number(), source: z.enum(SOURCES) }).nullable();

export type Figure = z.infer<typeof figureSchema>;

const lastEcgSchema = z.object({
  id: text,
  recording_date: z.iso.datetime(),
  reading_state: text,
  heart_rate_bpm: z.number().nullable(),
  qtc_ms: z.number().nullable(),
  qtc_formula: text.nullable(),
});

const recentUsageSchema = z.object({
  last_night: date,
  minutes: z.array(z.number().nullable()).meta({ description: 'One entry a date, oldest first; null: no data.' }),
  computed_nights: z
    .number()
    .int()
    .meta({ description: 'Nights whose usage no device reported, so that it is computed.' }),
  excluded_nights: z
    .number()
    .int()
    .optional()
    .meta({ description: 'Nights without minutes because a person excluded them; absent where none was.' }),
});

const lastNightSchema = z.object({
  id: text,
  night: date,
  mode: text.nullable(),
  leak_type: text.nullable(),
  ahi: figureSchema,
  leak_p95_l_min: figureSchema,
});

export const patientSummarySchema = patientSchema
  .pick({
    patient_ref: true,
    patient_id: true,
    family_name: true,
    given_name: true,
    birth_date: true,
    sex: true,
    verified: true,
  })
  .extend({
    ecg_count: z.number().int(),
    therapy_count: z.number().int(),
    last_ecg: lastEcgSchema.nullable().meta({ description: 'Values of the newest ECG, as its device sent them.' }),
    last_night: lastNightSchema.nullable(),
    recent_usage: recentUsageSchema.nullable().meta({ description: 'The 14 dates up to the newest night.' }),
  })
  .meta({ id: 'PatientSummary' });

export type PatientSummary = z.infer<typeof patientSummarySchema>;

export const PATIENT_SORTS = [
  'newest',
  'name',
  'born',
  'last_ecg',
  'heart_rate',
  'qtc',
  'usage',
  'ahi',
  'leak',
] as const;
export type PatientSort = (typeof PATIENT_SORTS)[number];

export type { CappedCount } from '@/lib/http/capped-count';

export const patientPageSchema = z
  .object({
    data: z.array(patientSummarySchema),
    next_cursor: text.nullable(),
    more: z.boolean().meta({ description: 'True where more patients fit than these rows.' }),
    sort: z.enum(PATIENT_SORTS).meta({
      description: 'The order the rows stand in; another than asked for where too many patients fit to sort them.',
    }),
  })
  .meta({ id: 'PatientPage' });

export type PatientPage = z.infer<typeof patientPageSchema>;

export const patientListSchema = z
  .object({ data: z.array(patientSchema), next_cursor: text.nullable() })
  .meta({ id: 'PatientList' });

const facetValues = (group: FacetGroup) =>
  z
    .array(z.string().refine((value) => FACET_GROUPS[group].includes(value), 'There is no such value.'))
    .max(20)
    .optional();

/** Chosen facets: several values of a group mean or, several groups mean and. */
export const facetSelectionSchema = z
  .strictObject({
    ecg: facetValues('ecg'),
    therapy: facetValues('therapy'),
    recent: facetValues('recent'),
    flag: facetValues('flag'),
    sex: facetValues('sex'),
    age: facetValues('age'),
    identity: facetValues('identity'),
  })
  .meta({ id: 'PatientFacets' });

const searchText = z
  .string()
  .max(200)
  .meta({ description: 'Part of a name, a patient id or a birth date; empty for everybody.' });

/** The search text travels in the body so that it never stands in an address or a log. */
export const patientSearchSchema = z
  .strictObject({
    text: searchText,
    facets: facetSelectionSchema.default({}),
    sort: z.enum(PATIENT_SORTS).default('newest'),
    descending: z.boolean().default(false),
    limit: z.number().int().min(1).max(500).default(50),
    settled: z.boolean().default(true).meta({ description: 'False while somebody is still typing.' }),
  })
  .meta({ id: 'PatientSearch' });

export type PatientSearchInput = z.output<typeof patientSearchSchema>;

export const facetQuestionSchema = z
  .strictObject({ text: searchText, facets: facetSelectionSchema.default({}) })
  .meta({ id: 'PatientFacetQuestion' });

export const facetCountsSchema = z
  .object({
    total: cappedCountSchema,
    groups: z
      .record(z.string(), z.record(z.string(), cappedCountSchema))
      .meta({ description: 'By group and value: how many patients fit with the other groups as chosen.' }),
  })
  .meta({ id: 'PatientFacetCounts' });

export type FacetCounts = z.infer<typeof facetCountsSchema>;

const sourceText = z.string().trim().max(200).nullable();
const flagEdit = z
  .strictObject({ value: z.enum(FLAG_VALUES), date: date.nullable(), source: sourceText })
  .refine((flag) => flag.value === 'unknown' || (flag.source ?? '') !== '', {
    path: ['source'],
    message: 'Yes and no name where they are taken from.',
  });

const nameText = z.string().trim().max(120).nullable();

/** What people edit of a patient, whole; `revision` is the one that was read. */
export const patientEditSchema = z
  .strictObject({
    revision: z.number().int().min(1),
    family_name: nameText,
    given_name: nameText,
    birth_date: date.nullable(),
    sex: z.enum(SEXES),
    verified: z.boolean(),
    flags: z.strictObject({
      pacemaker: flagEdit,
      atrial_fibrillation: flagEdit,
      heart_failure: flagEdit,
      pregnancy: flagEdit,
    }),
    therapy_start: z.strictObject({ value: date, source: sourceText }).nullable(),
    diagnostic_ahi: z
      .strictObject({ value: z.number().min(0).max(250), date: date.nullable(), source: sourceText })
      .nullable(),
    night_boundary_hour: z
      .number()
      .int()
      .min(0)
      .max(23)
      .meta({ description: 'Another hour than before puts all of the patient’s nights together anew.' }),
  })
  .meta({ id: 'PatientEdit' });

export type PatientEdit = z.infer<typeof patientEditSchema>;
