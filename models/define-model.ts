import mongoose, { type IndexDirection, type IndexOptions, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { organizationScope } from './plugins/organization-scope';

/** One index and the query it serves. */
export interface IndexPlan {
  keys: Record<string, IndexDirection>;
  options?: IndexOptions;
}

interface ModelPlan {
  name: string;
  collection: string;
  fields: SchemaDefinition;
  indexes: IndexPlan[];
  /** Whether the documents belong to organisations, so that no query may leave without one. */
  owned: boolean;
}

/**
 * Makes (or finds, as Next loads modules twice) a mongoose model with the project's settings: unknown fields throw,
 * no version key, no automatic indexes.
 */
export function defineModel<T>(plan: ModelPlan): Model<T> {
  const existing = mongoose.models[plan.name];
  // the registry forgets the document type; the name is used for this type alone
  if (existing) return existing as unknown as Model<T>;
  const schema = new Schema(plan.fields, {
    collection: plan.collection,
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    minimize: false,
    autoIndex: false,
    autoCreate: false,
  });
  for (const index of plan.indexes) schema.index(index.keys, index.options ?? {});
  if (plan.owned) organizationScope(schema);
  return mongoose.model(plan.name, schema) as unknown as Model<T>;
}

/** A field of the given type that must be there. */
export const required = (type: unknown) => ({ type, required: true }) as const;

/** A field that may be null. */
export const nullable = (type: unknown) => ({ type, default: null }) as const;
