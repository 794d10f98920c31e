import { describe, expect, it } from 'vitest';
import { aDevice, anAssignment } from '@/components/testing/devices';
import { assigneeName, assignmentAt, deviceName, offsetText, serialEnd, statusChip } from './device-text';
import { countDevices, filterDevices } from './filter-devices';

describe('what is said of a device', () => {
  it.each([
    [null, null],
    [0, '0 s'],
    [-400, '0 s'],
    [3000, '+3 s'],
    [-1000, '−1 s'],
    [41_400, '+41 s'],
    [240_000, '+4 min'],
    [-7_200_000, '−2 h'],
  ])('an offset of %s ms is %s', (ms, text) => {
    expect(offsetText(ms)).toBe(text);
  });

  it('names it by model, else by the id of its uploads; a serial by its end', () => {
    expect(deviceName(aDevice())).toBe('Curve 10');
    expect(deviceName(aDevice({ model: null }))).toBe('BPAP-6043');
    expect([serialEnd('226043'), serialEnd('12'), serialEnd(null)]).toEqual(['…6043', '12', '–']);
  });

  it('names a patient in full only where the name came', () => {
    expect(assigneeName(anAssignment())).toBe('QUILLFEATHER, Ambrose');
    expect(assigneeName(anAssignment({ patient: null }))).toBe('Q. A.');
    expect(assigneeName(anAssignment({ patient: null, initials: null }))).toBe('Name not known');
  });

  it('finds who has it at an instant, the end exclusive', () => {
    const past = anAssignment({ to: '2026-11-01T00:00:00.000Z' });
    expect(assignmentAt(aDevice({ assignments: [past] }), '2026-10-31T23:59:59.999Z')).toBe(past);
    expect(assignmentAt(aDevice({ assignments: [past] }), '2026-11-01T00:00:00.000Z')).toBeNull();
  });

  it.each([
    [aDevice(), { state: 'fine', word: 'On time' }],
    [aDevice({ quarantined: 1 }), { state: 'held', word: '1 in quarantine' }],
    [aDevice({ status: { kind: 'silent', nights: 4 }, quarantined: 1 }), { state: 'high', word: 'Silent 4 nights' }],
    [aDevice({ status: { kind: 'late', hours: 6 } }), { state: 'waiting', word: 'Late 6 h' }],
    [aDevice({ status: { kind: 'late', hours: 26 } }), { state: 'waiting', word: 'Late 26 h' }],
    [aDevice({ status: { kind: 'idle' } }), { state: null, word: 'Idle' }],
    [aDevice({ status: { kind: 'never_seen' } }), { state: null, word: 'Never seen' }],
  ])('status %#', (device, chip) => {
    expect(statusChip(device)).toEqual(chip);
  });
});

describe('the filters of the list', () => {
  const devices = [
    aDevice(),
    aDevice({ device_ref: 'dev_2', kind: 'ecg', model: 'Cardiograph C12', assignments: [], site: 'Ward 3' }),
    aDevice({ device_ref: 'dev_3', kind: 'holter', status: { kind: 'silent', nights: 3 }, assignments: [] }),
  ];
  const refs = (text: string) => filterDevices(devices, 'all', text).map(({ device_ref }) => device_ref);

  it('count what they show', () => {
    expect(countDevices(devices)).toEqual({ all: 3, ecg: 1, therapy: 1, holter: 1, silent: 1 });
    expect(filterDevices(devices, 'silent', '').map(({ device_ref }) => device_ref)).toEqual(['dev_3']);
  });

  it('find by every word, without case and accents', () => {
    expect(refs('quíll')).toEqual(['dev_1']);
    expect(refs('WARD c12')).toEqual(['dev_2']);
    expect(refs('ward quill')).toEqual([]);
    expect(refs('0048 2217')).toEqual(['dev_1']);
    expect(refs('  ')).toHaveLength(3);
  });
});
