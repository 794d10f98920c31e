import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aFlag, aPatient, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import { HeldBanner, PatientBanner } from './patient-banner';

function show(change: Parameters<typeof aPatient>[0] = {}) {
  renderThemed(<PatientBanner patient={aPatient(change)} now={NOW} timeZone={TIME_ZONE} />, '/patients/pat_1');
  return screen.getByRole('region', { name: 'Patient identity' });
}

describe('patient banner', () => {
  it('shows name, birth date with age, sex and patient id', () => {
    const banner = show();
    for (const text of ['QUILLFEATHER, Ambrose', '14 Mar 1952 (74 y)', 'Male', '0048 2217'])
      expect(banner).toHaveTextContent(text);
    expect(banner).not.toHaveTextContent('Unverified');
  });

  it('never turns an unknown flag into a no', () => {
    const banner = show({ flags: { ...aPatient().flags, atrial_fibrillation: aFlag('yes') } });
    expect(banner).toHaveTextContent('Pacemaker: unknown');
    expect(banner).toHaveTextContent('AF: yes');
  });

  it('says what has not been sent, and that nobody has checked the identity', () => {
    const banner = show({ family_name: null, given_name: null, birth_date: null, sex: 'unknown', verified: false });
    for (const text of ['Name not sent', 'not sent', 'Unknown', 'Unverified']) expect(banner).toHaveTextContent(text);
  });
});

describe('held recording', () => {
  it('shows no identity, and why it is held', () => {
    renderThemed(<HeldBanner reasons={['identity_mismatch']} decideAt="/quarantine/rec_1" />);
    const banner = screen.getByRole('region', { name: 'Patient identity' });
    expect(banner).toHaveTextContent('belongs to no patient');
    expect(banner).toHaveTextContent('identity mismatch');
  });
});
