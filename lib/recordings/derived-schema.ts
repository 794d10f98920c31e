import { z } from 'zod';
import { MEASURED_VALUES, UNMEASURED_REASONS } from '@/lib/measure/domain/ecg-measurement';
import { REGULARITIES } from '@/lib/measure/domain/rhythm/rr-series';
import { UNJUDGED_REASONS } from '@/lib/measure/domain/rhythm/unjudged-time';

const text = z.string();
const number = z.number().nullable();
const unmeasuredReason = z.enum(UNMEASURED_REASONS);
const unjudgedReason = z.enum(UNJUDGED_REASONS);

/** What was computed from an ECG's samples, as a record is read back. */
export const derivedSchema = z
  .object({
    algorithm: text,
    version: text,
    heart_rate_bpm: number,
    rr_ms: number,
    p_ms: number,
    pr_ms: number,
    qrs_ms: number,
    qt_ms: number,
    qtc_ms: z
      .object({ bazett: z.number(), fridericia: z.number(), framingham: z.number(), hodges: z.number() })
      .nullable()
      .meta({ description: 'Null above 150 bpm.' }),
    p_axis_deg: number,
    qrs_axis_deg: number,
    t_axis_deg: number,
    rhythm: z.object({
      regular: z.boolean().nullable(),
      regularity: z.enum(REGULARITIES).nullable(),
      af_suspected: z.boolean().nullable(),
      paced: z.boolean().nullable(),
      reason: unmeasuredReason.nullable(),
      confidence: number,
    }),
    confidence: z
      .partialRecord(z.enum(MEASURED_VALUES), z.number().min(0).max(1))
      .meta({ description: 'How well leads and beats agree on each value; no probability.' }),
    not_measured: z.array(
      z.object({
        field: z.enum([...MEASURED_VALUES, 'qtc_ms']),
        reason: z.enum([...UNMEASURED_REASONS, 'rate_too_high']),
      }),
    ),
    rate_drift_bpm: number,
    beats: z.object({
      found: z.number().int(),
      usual: z.number().int(),
      premature: z.number().int(),
      other_shape: z.number().int(),
      measured: z.number().int(),
    }),
    measured_from_ms: number,
    measured_ms: number,
    leads: z.array(text),
    fibrillation: z
      .object({
        judged_ms: z.number(),
        suspected_ms: z.number(),
        longest_ms: z.number(),
        found: z.number().int().meta({ description: 'Of all episodes; of very many the longest are listed.' }),
        episodes: z.array(z.object({ from_ms: z.number(), to_ms: z.number() })),
      })
      .nullable()
      .meta({
        description:
          'Where in a recording of more than a minute atrial fibrillation is suspected, ms from its start, and how much of it could be judged. Null of a shorter one and where nothing could be judged.',
      }),
    unjudged: z
      .object({
        total_ms: z.number(),
        by_reason: z.partialRecord(unjudgedReason, z.number()).meta({ description: 'In ms; all together `total_ms`.' }),
        found: z.number().int().meta({ description: 'Of all stretches; of very many the longest are listed.' }),
        spans: z.array(z.object({ from_ms: z.number(), to_ms: z.number(), reason: unjudgedReason })),
      })
      .nullable()
      .meta({
        description:
          'Stretches of more than five seconds in a recording of more than a minute that have samples and whose rhythm could not be judged, ms from its start, each with its reason. Null of a shorter one, of a paced heart and where no beats are kept.',
      }),
  })
  .meta({
    id: 'DerivedEcg',
    description:
      'What was computed from the samples, by algorithm and version; never a diagnosis, and never in place of device or reader.',
  });
