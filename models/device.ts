import { Schema } from 'mongoose';
import { DEVICE_CADENCES, DEVICE_KINDS, type DeviceCadence, type DeviceKind } from '@/lib/devices/domain/kinds';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** Whose device it was, from an instant (inclusive) to another (exclusive); null while it still is. */
export interface DeviceAssignment {
  id: string;
  patient_ref: string;
  patient_id: string;
  from: Date;
  to: Date | null;
}

/** A device as first seen or registered. `_id` is the opaque `device_ref`; `device_id` is what uploads say. */
export interface DeviceDocument {
  _id: string;
  organization_id: string;
  device_id: string;
  make: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  udi: string | null;
  kind: DeviceKind;
  cadence: DeviceCadence;
  /** Used for many patients, so that nothing follows from who had it last. */
  shared: boolean;
  site: string | null;
  time_zone: string | null;
  /** In order of time, never overlapping. */
  assignments: DeviceAssignment[];
  /** False while the device is known from uploads alone. */
  verified: boolean;
  /** Null while nothing has come from it. */
  last_seen_at: Date | null;
  /** How far its clock was ahead (positive) at its last upload that said so. */
  clock_offset_ms: number | null;
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
    udi: nullable(String),
    kind: { type: String, required: true, enum: DEVICE_KINDS },
    cadence: { type: String, required: true, enum: DEVICE_CADENCES },
    shared: required(Boolean),
    site: nullable(String),
    time_zone: nullable(String),
    assignments: { type: [Schema.Types.Mixed], required: true },
    verified: required(Boolean),
    last_seen_at: nullable(Date),
    clock_offset_ms: nullable(Number),
    revision: required(Number),
    created_at: required(Date),
  },
  indexes: [
    { keys: { organization_id: 1, device_id: 1 }, options: { unique: true } },
    // the list of devices, page by page
    { keys: { organization_id: 1, _id: 1 } },
    // devices nothing has come from for the longest time
    { keys: { organization_id: 1, cadence: 1, last_seen_at: 1, _id: 1 } },
  ],
});

/** The devices of one organisation. */
export const devices = scope(model);
