import { defineModel, nullable, required } from './define-model';
import { findOne, insert, updateOne } from './plugins/queries';
import type { Transaction } from './transaction';

/** One sign-in. The cookie names it; this decides whether it still counts. */
export interface SessionDocument {
  _id: string;
  organization_id: string;
  user_id: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  ip: string | null;
}

const model = defineModel<SessionDocument>({
  name: 'Session',
  collection: 'sessions',
  owned: false,
  fields: {
    _id: required(String),
    organization_id: required(String),
    user_id: required(String),
    created_at: required(Date),
    last_seen_at: required(Date),
    expires_at: required(Date),
    revoked_at: nullable(Date),
    ip: nullable(String),
  },
  indexes: [
    { keys: { user_id: 1, created_at: -1 } },
    { keys: { expires_at: 1 }, options: { expireAfterSeconds: 86_400 } },
  ],
});

/** Sign-ins. Found by their own unguessable id before any organisation is known, hence not scoped. */
export const sessions = {
  byId: (id: string) => findOne(model, { _id: id }),
  insert: (document: SessionDocument, tx: Transaction) => insert(model, document, { tx }),
  touch: (id: string, now: Date) => updateOne(model, { _id: id, revoked_at: null }, { $set: { last_seen_at: now } }),
  revoke: (id: string, now: Date, tx: Transaction) =>
    updateOne(model, { _id: id, revoked_at: null }, { $set: { revoked_at: now } }, { tx }),
};
