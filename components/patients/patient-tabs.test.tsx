import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPatient, renderThemed, router } from '@/components/testing/factories';
import { PatientTabs } from './patient-tabs';

const names = () => screen.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')]);

describe('pages of a patient', () => {
  it('are only those that exist', () => {
    renderThemed(<PatientTabs patient={aPatient({ last_ecg_id: null, last_night_id: null })} />);
    expect(names()).toEqual([['Overview', '/patients/pat_1']]);
  });

  it('open by number', () => {
    renderThemed(<PatientTabs patient={aPatient({ last_ecg_id: 'rec_9', last_night_id: 'night_9' })} />);
    expect(names()).toEqual([
      ['Overview', '/patients/pat_1'],
      ['ECG', '/ecg/rec_9'],
      ['Nights', '/therapy/night_9'],
      ['Trends', '/patients/pat_1/trends'],
      ['ECG × therapy', '/patients/pat_1/associations'],
      ['Report', '/patients/pat_1/reports'],
    ]);
    router.push.mockClear();
    for (const key of ['2', '3', '4', '5', '6']) fireEvent.keyDown(document.body, { key });
    expect(router.push.mock.calls.map(([href]) => href)).toEqual([
      ...['/ecg/rec_9', '/therapy/night_9', '/patients/pat_1/trends', '/patients/pat_1/associations'],
      '/patients/pat_1/reports',
    ]);
  });
});
