import type { ApiKey } from '@/lib/devices/contracts';
import type { Device, DeviceAssignmentView } from '@/lib/devices/device-contracts';
import { NOW } from './factories';

/** An invented assignment, open since the summer. */
export function anAssignment(change: Partial<DeviceAssignmentView> = {}): DeviceAssignmentView {
  return {
    id: 'asg_1',
    patient_ref: 'pat_1',
    initials: 'Q. A.',
    patient: { patient_id: '0048 2217', family_name: 'Quillfeather', given_name: 'Ambrose' },
    from: '2026-07-30T12:20:00.000Z',
    to: null,
    ...change,
  };
}

/** An invented bilevel device with its patient. */
export function aDevice(change: Partial<Device> = {}): Device {
  return {
    device_ref: 'dev_1',
    device_id: 'BPAP-6043',
    make: 'Example',
    model: 'Curve 10',
    serial: '226043',
    firmware: '3.1',
    udi: null,
    kind: 'bipap',
    cadence: 'nightly',
    shared: false,
    site: 'Harbour',
    time_zone: null,
    verified: true,
    assignments: [anAssignment()],
    status: { kind: 'on_time' },
    last_seen_at: '2026-11-22T07:11:00.000Z',
    clock_offset_ms: 3000,
    quarantined: 0,
    revision: 2,
    created_at: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

/** A live key of that device. */
export function anApiKey(change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key_1',
    name: 'gateway',
    prefix: '9clm0000',
    scopes: ['ingest:therapy'],
    device_id: 'BPAP-6043',
    site: null,
    replaces: null,
    replaced_by: null,
    requests_per_minute: null,
    created_at: NOW,
    expires_at: '2027-11-22T13:02:00.000Z',
    revoked_at: null,
    last_used_at: '2026-11-22T07:00:00.000Z',
    ...change,
  };
}
