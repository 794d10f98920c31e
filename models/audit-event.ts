import { Schema } from 'mongoose';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** One thing that happened. Append-only; holds opaque ids, never a name, a patient id or a secret. */
export interface AuditEventDocument {
  _id: string;
  organization_id: string;
  at: Date;
  action: string;
  actor: { kind: 'user' | 'key' | 'system' | 'anonymous'; id: string | null; role: string | null };
  patient_ref: string | null;
  subject: { kind: string; id: string } | null;
  ip: string | null;
  request_id: string;
  reason: string | null;
  before_sha256: string | null;
  after_sha256: string | null;
  details: Record<string, string | number | boolean | null>;
}

const model = defineModel<AuditEventDocument>({
  name: 'AuditEvent',
  collection: 'auditevents',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    at: required(Date),
    action: required(String),
    actor: required(Schema.Types.Mixed),
    patient_ref: nullable(String),
    subject: nullable(Schema.Types.Mixed),
    ip: nullable(String),
    request_id: required(String),
    reason: nullable(String),
    before_sha256: nullable(String),
    after_sha256: nullable(String),
    details: required(Schema.Types.Mixed),
  },
  indexes: [
    { keys: { organization_id: 1, at: -1, _id: -1 } },
    { keys: { organization_id: 1, patient_ref: 1, at: -1, _id: -1 } },
  ],
});

const scoped = scope(model);

/** The audit trail of one organisation: it can be read and added to, and that is all. */
export function auditEvents(organizationId: string) {
  const { find, count, explain, insert } = scoped(organizationId);
  return { find, count, explain, insert };
}
