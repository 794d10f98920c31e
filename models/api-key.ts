import { SCOPES, type Scope } from '@/lib/accounts/permissions';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';
import { findOne, updateOne } from './plugins/queries';

/** An API key: its prefix in clear, its secret as a hash. */
export interface ApiKeyDocument {
  _id: string;
  organization_id: string;
  name: string;
  prefix: string;
  secret_sha256: string;
  scopes: Scope[];
  /** The one device this key may act for, or null. */
  device_id: string | null;
  /** The one site whose devices this key may send for, or null. */
  site: string | null;
  /** The key this one was made from by rotation, and the one made from it. */
  replaces: string | null;
  replaced_by: string | null;
  requests_per_minute: number | null;
  created_at: Date;
  created_by: string;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

const model = defineModel<ApiKeyDocument>({
  name: 'ApiKey',
  collection: 'apikeys',
  owned: false,
  fields: {
    _id: required(String),
    organization_id: required(String),
    name: required(String),
    prefix: required(String),
    secret_sha256: required(String),
    scopes: { type: [{ type: String, enum: SCOPES }], required: true },
    device_id: nullable(String),
    site: nullable(String),
    replaces: nullable(String),
    replaced_by: nullable(String),
    requests_per_minute: nullable(Number),
    created_at: required(Date),
    created_by: required(String),
    expires_at: nullable(Date),
    revoked_at: nullable(Date),
    last_used_at: nullable(Date),
  },
  indexes: [{ keys: { prefix: 1 }, options: { unique: true } }, { keys: { organization_id: 1, _id: 1 } }],
});

/** The keys of one organisation. */
export const apiKeys = scope(model);

/** Finding a key by what a caller sends comes before any organisation is known, hence not scoped. */
export const apiKeyLookup = {
  byPrefix: (prefix: string) => findOne(model, { prefix }),
  touch: (id: string, now: Date) => updateOne(model, { _id: id }, { $set: { last_used_at: now } }),
};
