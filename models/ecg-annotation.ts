import { Schema } from 'mongoose';
import { ANNOTATION_KINDS, type AnnotationKind, type AnnotationValue } from '@/lib/ecg/domain/annotation';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** What a person set on the trace of one version of an ECG. It changes once at most: when it is taken back. */
export interface AnnotationDocument {
  _id: string;
  organization_id: string;
  record_id: string;
  version: number;
  kind: AnnotationKind;
  lead: string;
  from_sample: number;
  /** Equal to `from_sample` for a point. */
  to_sample: number;
  sampling_rate_hz: number;
  value: AnnotationValue | null;
  text: string | null;
  /** Name of the person as it was then, and the account's id. */
  author: string | null;
  author_id: string | null;
  recorded_at: Date;
  /** Present once it was taken back; it stays, for the history. */
  removed?: { at: Date; by: string };
  change: number;
}

const model = defineModel<AnnotationDocument>({
  name: 'EcgAnnotation',
  collection: 'ecgannotations',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    record_id: required(String),
    version: required(Number),
    kind: { type: String, required: true, enum: ANNOTATION_KINDS },
    lead: required(String),
    from_sample: required(Number),
    to_sample: required(Number),
    sampling_rate_hz: required(Number),
    value: nullable(Schema.Types.Mixed),
    text: nullable(String),
    author: nullable(String),
    author_id: nullable(String),
    recorded_at: required(Date),
    removed: { type: Schema.Types.Mixed, default: undefined },
    change: required(Number),
  },
  indexes: [
    // those of one version, in the order they were made
    { keys: { organization_id: 1, record_id: 1, version: 1, _id: 1 } },
  ],
});

/** The annotations of one organisation's ECGs. */
export const ecgAnnotations = scope(model);
