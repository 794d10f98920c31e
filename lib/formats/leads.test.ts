import { describe, expect, it } from 'vitest';
import { canonicalLead, ECG_LEADS } from './leads';

describe('canonicalLead', () => {
  it('knows every lead by its own name', () => {
    for (const lead of ECG_LEADS) expect(canonicalLead(lead)).toBe(lead);
  });

  it.each([
    ['avr', 'aVR'],
    ['AVR', 'aVR'],
    ['-aVR', '-aVR'],
    ['MDC_ECG_LEAD_AVF', 'aVF'],
    ['Lead II', 'II'],
    ['ECG V1', 'V1'],
    [' v 6 ', 'V6'],
    ['V3r', 'V3R'],
    ['vx', 'X'],
    ['mlii', 'MLII'],
  ])('reads %j as %s', (label, lead) => {
    expect(canonicalLead(label)).toBe(lead);
  });

  it.each(['', 'V10', 'IV', 'resp', 'LEAD', 'ECG', '1', 'V'])('does not know %j', (label) => {
    expect(canonicalLead(label)).toBeNull();
  });
});
