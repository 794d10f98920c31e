import mongoose from 'mongoose';
import type { StoredFile } from '../record';

/** Collections whose documents name objects in `files`. */
const NAMING = new Set(['ecgdata', 'therapydata', 'recordversions']);

/** The objects a stored document names; they are as durable as it is and never change. */
export function objectsNamedBy(collection: string, document: Uint8Array): StoredFile[] {
  if (!NAMING.has(collection)) return [];
  // the schema kept the document to this shape when it was written
  const { files } = mongoose.mongo.BSON.deserialize(document) as unknown as { files?: StoredFile[] };
  return files ?? [];
}
