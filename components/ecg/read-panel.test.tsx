import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aRecording, NOW, READER, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import { type QtcSetting, ReadPanel } from './read-panel';

function show(change: Parameters<typeof aRecording>[0] = {}, qtc: Partial<QtcSetting> = {}) {
  renderThemed(
    <ReadPanel
      recording={aRecording(change)}
      now={NOW}
      timeZone={TIME_ZONE}
      reading={READER}
      qtc={{ age_years: 74, baseline: null, ...qtc }}
    />,
  );
  return screen.getByRole('complementary', { name: 'Measurements and reading' });
}

const row = (name: RegExp) => screen.getByRole('row', { name });

describe('read panel', () => {
  it('heads the numbers "Device" and keeps unit, sign and formula', () => {
    show();
    expect(screen.getByRole('columnheader', { name: 'Device' })).toBeInTheDocument();
    expect(row(/^HR/)).toHaveTextContent('58bpm');
    expect(row(/^QRS axis/)).toHaveTextContent('−4°');
    expect(row(/^QTc/)).toHaveTextContent('QTcBazett416ms');
    expect(screen.queryByRole('columnheader', { name: 'Computed' })).toBeNull();
  });

  it('shows a dash and the reason for what was not sent, never a zero', () => {
    show();
    expect(row(/^T axis/)).toHaveTextContent('–not sent');
    expect(row(/^T axis/)).not.toHaveTextContent('0');
  });

  it('does not guess a formula', () => {
    const measurements = aRecording().measurements;
    show({ measurements: measurements && { ...measurements, qtc_formula: null } });
    expect(row(/^QTc/)).toHaveTextContent('formula not stated');
  });

  it('states how far the reading is, the device statement, warnings and order', () => {
    const panel = show({
      warnings: [{ pointer: '/recording/leads/V3', code: 'flat_lead', detail: 'V3 is flat for 2 s.' }],
    });
    for (const text of [
      'Unconfirmed',
      'received 5 h 46 min ago',
      'Sinus bradycardia',
      'V3 is flat for 2 s.',
      'palpitations',
      'Ward 3',
    ]) {
      expect(panel).toHaveTextContent(text);
    }
  });

  it('says that nothing was sent', () => {
    const panel = show({ measurements: null, statements: [], order: null });
    expect(within(panel).getAllByText('not sent').length).toBeGreaterThanOrEqual(8);
    expect(panel).toHaveTextContent('None sent');
  });
});
