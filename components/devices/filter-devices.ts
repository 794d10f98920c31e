import type { Device } from '@/lib/devices/device-contracts';
import { assigneeName, deviceName } from './device-text';

/** The filters above the list, in their order. */
export const DEVICE_FILTERS = ['all', 'ecg', 'therapy', 'holter', 'silent'] as const;

export type DeviceFilter = (typeof DEVICE_FILTERS)[number];

const FITS: Record<DeviceFilter, (device: Device) => boolean> = {
  all: () => true,
  ecg: ({ kind }) => kind === 'ecg',
  therapy: ({ kind }) => kind === 'cpap' || kind === 'bipap',
  holter: ({ kind }) => kind === 'holter',
  silent: ({ status }) => status.kind === 'silent',
};

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');

/** Everything of a device that a person may look for; patients as far as this person sees them. */
function textOf(device: Device): string {
  const { make, serial, site, device_id, assignments } = device;
  const people = assignments.map((one) => `${assigneeName(one)} ${one.patient?.patient_id ?? ''}`);
  return fold([deviceName(device), make, serial, site, device_id, ...people].join('\n'));
}

/** The devices that fit a filter and hold every word of the text; without case and accents. */
export function filterDevices(devices: readonly Device[], filter: DeviceFilter, text: string): Device[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return devices.filter((device) => FITS[filter](device) && words.every((word) => textOf(device).includes(word)));
}

/** How many devices each filter shows. */
export function countDevices(devices: readonly Device[]): Record<DeviceFilter, number> {
  const count = (filter: DeviceFilter) => devices.filter(FITS[filter]).length;
  return {
    all: devices.length,
    ecg: count('ecg'),
    therapy: count('therapy'),
    holter: count('holter'),
    silent: count('silent'),
  };
}
