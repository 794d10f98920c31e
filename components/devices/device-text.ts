import type { ChipState } from '@/components/ui/status-chip';
import { formatName } from '@/lib/client/format-person';
import { formatSpan } from '@/lib/client/format-time';
import type { Device, DeviceAssignmentView } from '@/lib/devices/device-contracts';
import type { DeviceCadence, DeviceKind } from '@/lib/devices/domain/kinds';

export const KIND_WORDS: Record<DeviceKind, string> = {
  ecg: 'ECG',
  holter: 'Holter',
  cpap: 'CPAP',
  bipap: 'BiPAP',
  other: 'Other',
};

export const CADENCE_WORDS: Record<DeviceCadence, string> = { nightly: 'nightly', on_use: 'on use' };

/** What a device is called: its model, else the id its uploads carry. */
export function deviceName(device: Pick<Device, 'model' | 'device_id'>): string {
  return device.model ?? device.device_id;
}

/** Kind and firmware, the second line of a device. */
export function deviceSubtitle({ kind, firmware }: Pick<Device, 'kind' | 'firmware'>): string {
  return [KIND_WORDS[kind], ...(firmware === null ? [] : [`fw ${firmware}`])].join(' · ');
}

/** The end of a serial number, enough to compare with the label: `…6043`. */
export function serialEnd(serial: string | null): string {
  if (serial === null) return '–';
  return serial.length > 4 ? `…${serial.slice(-4)}` : serial;
}

/** Whose a device is: the name for those who may read it, else initials; never an id. */
export function assigneeName(assignment: DeviceAssignmentView): string {
  if (assignment.patient) return formatName(assignment.patient);
  return assignment.initials ?? 'Name not known';
}

/** The assignment that holds at an instant (ISO text), or null. */
export function assignmentAt(device: Pick<Device, 'assignments'>, now: string): DeviceAssignmentView | null {
  return device.assignments.find(({ from, to }) => from <= now && (to === null || now < to)) ?? null;
}

/** Where a device is: its patient, its site where it is shared, or that nobody has it. */
export function whereaboutsText(device: Device, now: string): string {
  if (device.shared) return device.site ? `${device.site}, shared` : 'Shared';
  const current = assignmentAt(device, now);
  return current ? assigneeName(current) : 'not assigned';
}

/** The status of a device as shape and word. What is held comes first where the device itself gives no reason to act. */
export function statusChip({ status, quarantined }: Pick<Device, 'status' | 'quarantined'>): {
  state: ChipState | null;
  word: string;
} {
  if (status.kind === 'silent') return { state: 'high', word: `Silent ${status.nights} nights` };
  if (status.kind === 'late') return { state: 'waiting', word: `Late ${formatSpan(status.hours * 3_600_000)}` };
  if (quarantined > 0) return { state: 'held', word: `${quarantined} in quarantine` };
  if (status.kind === 'on_time') return { state: 'fine', word: 'On time' };
  return { state: null, word: status.kind === 'idle' ? 'Idle' : 'Never seen' };
}

/** How far a clock is ahead: `+3 s`, `−1 s`, `+4 min`, `+2 h`; null where the device never said. */
export function offsetText(ms: number | null): string | null {
  if (ms === null) return null;
  const seconds = Math.round(Math.abs(ms) / 1000);
  const sign = seconds === 0 ? '' : ms < 0 ? '−' : '+';
  if (seconds < 120) return `${sign}${seconds} s`;
  if (seconds < 7200) return `${sign}${Math.round(seconds / 60)} min`;
  return `${sign}${Math.round(seconds / 3600)} h`;
}
