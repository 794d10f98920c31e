import type { READING_EVENTS, ReadingState } from '@/lib/ecg/domain/reading/reading';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** One step of a reading as it was: history is added to and never changed, whatever is said later. */
export interface ReadingEntryDocument {
  _id: string;
  organization_id: string;
  record_id: string;
  /** Whose ECG it was when this was said: another patient is told nothing of it. */
  patient_ref: string;
  version: number;
  /** Of the record after the step; orders the history. */
  revision: number;
  event: (typeof READING_EVENTS)[number];
  /** State and words after the step. */
  state: ReadingState;
  statement: string | null;
  reason: string | null;
  author: string | null;
  author_id: string | null;
  recorded_at: Date;
}

const scoped = scope(
  defineModel<ReadingEntryDocument>({
    name: 'ReadingEntry',
    collection: 'ecgreadings',
    owned: true,
    fields: {
      _id: required(String),
      organization_id: required(String),
      record_id: required(String),
      patient_ref: required(String),
      version: required(Number),
      revision: required(Number),
      event: required(String),
      state: required(String),
      statement: nullable(String),
      reason: nullable(String),
      author: nullable(String),
      author_id: nullable(String),
      recorded_at: required(Date),
    },
    // the history of one ECG, oldest first
    indexes: [{ keys: { organization_id: 1, record_id: 1, revision: 1 }, options: { unique: true } }],
  }),
);

/** What was ever said of an organisation's ECGs; gone only with the record itself. */
export function readingEntries(organizationId: string) {
  const { find, explain, insert, deleteOne } = scoped(organizationId);
  return { find, explain, insert, deleteOne };
}
