import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** A device as first seen or registered. `_id` is the opaque `device_ref`; `device_id` is what uploads say. */
export interface DeviceDocument {
  _id: string;
  organization_id: string;
  device_id: string;
  make: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  site: string | null;
  time_zone: string | null;
  verified: boolean;
  last_seen_at: Date;
  revision: number;
  created_at: Date;
}

const model = defineModel<DeviceDocument>({
  name: 'Device',
  collection: 'devices',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    device_id: required(String),
    make: nullable(String),
    model: nullable(String),
    serial: nullable(String),
    firmware: nullable(String),
    site: nullable(String),
    time_zone: nullable(String),
    verified: required(Boolean),
    last_seen_at: required(Date),
    revision: required(Number),
    created_at: required(Date),
  },
  indexes: [{ keys: { organization_id: 1, device_id: 1 }, options: { unique: true } }],
});

/** The devices of one organisation. */
export const devices = scope(model);
