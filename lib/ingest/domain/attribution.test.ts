import { describe, expect, it } from 'vitest';
import { type Attribution, attribute } from './attribution';

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 12));
const ADA = { patient_id: 'P-ada', from: at(3), to: at(10) };
const BEN = { patient_id: 'P-ben', from: at(15), to: null };
const personal = { shared: false, serial: null, assignments: [ADA, BEN] };
const unassigned = { shared: false, serial: null, assignments: [] };
const shared = { shared: true, serial: null, assignments: [ADA, BEN] };
const numbered = { shared: true, serial: 'sn 0417', assignments: [] };

type Outcome = Attribution<typeof ADA | typeof BEN>;
const sentAs = (patient_id: string): Outcome => ({ kind: 'sent', patient_id });
const mismatch: Outcome = { kind: 'mismatch' };
const nobody: Outcome = { kind: 'nobody' };

describe('whose a recording is', () => {
  it.each([
    ['unknown device, an id sent', null, 'P-ada', 5, sentAs('P-ada')],
    ['unknown device, none sent', null, null, 5, nobody],
    ['never assigned, an id sent', unassigned, 'P-ada', 5, sentAs('P-ada')],
    ['never assigned, none sent', unassigned, null, 5, nobody],
    ['shared, an id sent, whoever had it', shared, 'P-cleo', 5, sentAs('P-cleo')],
    ['shared, none sent', shared, null, 5, nobody],
    ['assigned, none sent', personal, null, 5, { kind: 'assigned', assignment: ADA }],
    ['assigned, the same sent', personal, 'P-ada', 5, sentAs('P-ada')],
    ['assigned, another sent', personal, 'P-ben', 5, mismatch],
    ['assigned, sent in another case: ids are exact', personal, 'p-ada', 5, mismatch],
    ['at the first instant', personal, null, 3, { kind: 'assigned', assignment: ADA }],
    ['at the end, which is exclusive, an id sent', personal, 'P-ada', 10, mismatch],
    ['at the end, none sent', personal, null, 10, nobody],
    ['in the gap, the earlier patient sent', personal, 'P-ada', 12, mismatch],
    ['in the gap, the later patient sent', personal, 'P-ben', 12, mismatch],
    ['in the gap, none sent', personal, null, 12, nobody],
    ['before the first assignment, an id sent', personal, 'P-cleo', 1, sentAs('P-cleo')],
    ['before the first assignment, none sent', personal, null, 1, nobody],
    ['late, of the earlier patient’s time', personal, null, 9, { kind: 'assigned', assignment: ADA }],
    ['in the open assignment', personal, null, 28, { kind: 'assigned', assignment: BEN }],
  ] as const)('%s', (_what, device, patient_id, day, expected) => {
    expect(attribute({ patient_id, serial: null, recording_date: at(day) }, device)).toEqual(expected);
  });

  it.each([
    ['the same', 'sn 0417', 'sent'],
    ['written otherwise', 'SN0417', 'sent'],
    ['another', 'SN 0418', 'mismatch'],
    ['none', null, 'sent'],
  ])('asks for the registry’s serial: %s', (_what, serial, kind) => {
    expect(attribute({ patient_id: 'P-ada', serial, recording_date: at(5) }, numbered).kind).toBe(kind);
  });

  it('takes a serial for nothing said where the registry has none', () => {
    expect(attribute({ patient_id: 'P-ada', serial: '1', recording_date: at(5) }, unassigned).kind).toBe('sent');
  });
});
