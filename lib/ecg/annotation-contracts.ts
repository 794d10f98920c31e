import { z } from 'zod';
import { ANNOTATION_KINDS, type AnnotationValue } from './domain/annotation';

const sample = z.number().int().min(0);

const annotationValueSchema: z.ZodType<AnnotationValue> = z.union([
  z.object({ name: z.literal('interval'), value: z.number(), unit: z.literal('ms') }),
  z.object({ name: z.literal('amplitude'), value: z.number(), unit: z.literal('uV') }),
]);

/** An annotation as it is read back. */
export const annotationSchema = z
  .object({
    id: z.string(),
    record_id: z.string(),
    version: z.number().int(),
    kind: z.enum(ANNOTATION_KINDS),
    lead: z.string(),
    from_sample: sample,
    to_sample: sample,
    sampling_rate_hz: z.number(),
    value: annotationValueSchema.nullable(),
    text: z.string().nullable(),
    author: z.string().nullable(),
    is_own: z.boolean().meta({ description: 'Whether whoever asks made it, and may take it back.' }),
    recorded_at: z.iso.datetime(),
    removed_at: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'EcgAnnotation',
    description:
      'What a person set on the trace: never a value of the device, and kept apart from it. Sample n of a lead was taken n / sampling_rate_hz seconds after the start.',
  });
export type Annotation = z.infer<typeof annotationSchema>;

export const annotationListSchema = z.object({ data: z.array(annotationSchema) }).meta({ id: 'EcgAnnotationList' });

const place = { lead: z.string().min(1).max(100), from_sample: sample };
const text = z.string().trim().min(1).max(200);

/** A new annotation. What an interval comes to is computed of its samples; it is not taken from the sender. */
export const newAnnotationSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['time', 'march']), ...place, to_sample: sample, text: text.optional() }),
    z.strictObject({
      kind: z.literal('voltage'),
      ...place,
      amplitude_uv: z.number().min(-1e6).max(1e6).meta({ description: 'From the first level to the second.' }),
      text: text.optional(),
    }),
    z.strictObject({ kind: z.literal('note'), ...place, to_sample: sample.optional(), text }),
  ])
  .meta({ id: 'NewEcgAnnotation', description: 'Text holds no names and no patient ids.' });
export type NewAnnotation = z.output<typeof newAnnotationSchema>;
