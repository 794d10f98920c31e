import { z } from 'zod';
import { ecgLinkSchema, MODALITIES, READING_STATES, RECORD_STATUSES } from '@/lib/recordings/contracts';
import { withExcludedSchema } from '@/lib/therapy/contracts';

const text = z.string();
const instant = z.iso.datetime();
const number = z.number().nullable();

/** What was computed from an ECG's samples, as far as it is set beside therapy. */
const timelineComputedSchema = z.object({
  heart_rate_bpm: number,
  qtc_ms: z
    .object({ bazett: z.number(), fridericia: z.number(), framingham: z.number(), hodges: z.number() })
    .nullable(),
  af_suspected: z.boolean().nullable(),
  measured_ms: z.number().meta({ description: 'How much of the recording was measured.' }),
  fibrillation: z
    .object({ suspected_ms: z.number(), judged_ms: z.number() })
    .nullable()
    .meta({ description: 'Over all of a long recording.' }),
});

/** One ECG on the timeline; every value as its device sent it, what was computed apart. */
export const timelineEcgSchema = z
  .object({
    id: text,
    recording_date: instant,
    status: z.enum(RECORD_STATUSES),
    priority: text,
    reading_state: z.enum(READING_STATES),
    utc_offset_minutes: z.number(),
    duration_ms: z.number(),
    heart_rate_bpm: number,
    qt_ms: number,
    qtc_ms: number,
    qtc_formula: text.nullable(),
    lead_count: z.number().int(),
    statement: text.nullable(),
    reader_statement: text.nullable().meta({ description: 'Of a confirmed or amended reading; null before.' }),
    computed: timelineComputedSchema.nullable().meta({
      description: 'Null where nothing was measured, and until the organisation has signed off computed values.',
    }),
    device: text,
    link: ecgLinkSchema.nullable().meta({ description: 'How it stands to therapy; null while it is held.' }),
  })
  .meta({ id: 'TimelineEcg' });

export type TimelineEcg = z.infer<typeof timelineEcgSchema>;

const nightValuesSchema = z.object({
  usage_minutes: number,
  ahi: number,
  oai: number,
  cai: number,
  mai: number,
  uai: number,
  hi: number,
  leak_p95_l_min: number,
  pressure_p50_cmh2o: number,
  pressure_p95_cmh2o: number,
  epap_p95_cmh2o: number,
  t90_minutes: number,
  odi: number,
  valid_oximetry_minutes: number,
  time_at_max_pressure_minutes: number,
  periodic_breathing_minutes: number,
});

export type TimelineNightValues = z.infer<typeof nightValuesSchema>;

/** One night on the timeline. Computed and device-reported values stand apart and are never put together. */
export const timelineNightSchema = z
  .object({
    id: text,
    night: z.iso.date(),
    start: instant,
    end: instant,
    session_count: z.number().int(),
    records: z
      .array(z.object({ id: text, modality: z.enum(MODALITIES) }))
      .meta({ description: 'The records it is made of.' }),
    mode: text.nullable(),
    settings: z.record(text, z.union([text, z.number()])),
    mask: text.nullable(),
    leak_type: text.nullable(),
    excluded: z.boolean().meta({ description: 'Nothing of the night counts.' }),
    excluded_sessions: z.number().int().meta({ description: 'Sessions a person took out of every figure.' }),
    with_excluded: withExcludedSchema.nullable(),
    device: text,
    firmware: text.nullable().meta({ description: 'Of all devices of the night; null where none states it.' }),
    computed: nightValuesSchema,
    device_reported: nightValuesSchema.nullable(),
  })
  .meta({ id: 'TimelineNight' });

export type TimelineNight = z.infer<typeof timelineNightSchema>;

export const timelineSchema = z
  .object({
    ecgs: z.array(timelineEcgSchema),
    nights: z.array(timelineNightSchema),
    moved_away: z
      .number()
      .int()
      .meta({ description: 'How many records were filed here and belong to another patient now.' }),
    truncated: z.boolean().meta({ description: 'True where older ECGs or nights of the range are left out.' }),
  })
  .meta({ id: 'PatientTimeline', description: 'Oldest first.' });

export type Timeline = z.infer<typeof timelineSchema>;
