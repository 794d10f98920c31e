import type { NewDevice } from '@/lib/devices/device-contracts';

/** What a person registers: a personal bilevel device, unless changed. */
export function aNewDevice(change: Partial<NewDevice> = {}): NewDevice {
  return {
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
    time_zone: 'Europe/Brussels',
    ...change,
  };
}
