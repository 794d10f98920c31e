import mongoose from 'mongoose';
// every model registers itself with mongoose when its file is loaded
import './api-key';
import './audit-event';
import './clock-offset';
import './device';
import './ecg-annotation';
import './ingest';
import './job';
import './joint-report';
import './organization';
import './patient';
import './reading-entry';
import './record';
import './session';
import './share-link';
import './sign-in-attempt';
import './therapy-night';
import './upload';
import './user';

/**
 * Creates every collection and index that is missing. Run at start, before anything is served: transactions and
 * unique keys rely on them. Safe to run by several processes at once and again.
 */
export async function ensureIndexes(): Promise<void> {
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}
