import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { AssociationsView } from './associations-view';

const date = (day: number) => `2026-10-${String(day).padStart(2, '0')}`;

/** So many nights, each with an ECG in the morning after; AHI and QTc rise with the day, the heart rate falls. */
function timeline(count: number): Timeline {
  const days = Array.from({ length: count }, (_, index) => index + 1);
  return {
    nights: days.map((day) =>
      aNight(date(day), { ahi: day, usage_minutes: 60 * day }, { settings: { pressure_cmh2o: day > 6 ? 8 : 6 } }),
    ),
    ecgs: days.map((day) =>
      aTimelineEcg(`${date(day + 1)}T07:00:00.000Z`, {
        ...{ qtc_ms: 400 + day ** 2, qtc_formula: 'fridericia', heart_rate_bpm: 80 - day },
        link: { kind: 'morning_after', night_id: `night_${date(day)}`, night: date(day) },
      }),
    ),
    moved_away: 0,
    truncated: false,
  };
}

const show = (count: number, change: Partial<Timeline> = {}) =>
  renderThemed(<AssociationsView timeline={{ ...timeline(count), ...change }} therapyStart={null} boundaryHour={12} />);

const words = () => screen.getByTestId('association').textContent;

describe('associations of a patient', () => {
  it('say n, ρ, that the order agrees without exception, and that it is no cause', () => {
    show(12);
    expect(words()).toBe(
      'n 12 nights, Spearman ρ 1.00, no interval: the order of both agrees without exception. Association, not cause.',
    );
    expect(screen.getByRole('img', { name: /QTc Fridericia against AHI: n 12 nights/ })).toBeInTheDocument();
  });

  it('draw and compute nothing of fewer than ten nights', () => {
    show(9);
    expect(words()).toBe('9 nights with both values: 10 are needed, so nothing is drawn or computed.');
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  it('follow what is chosen, and give the interval', async () => {
    const { ecgs, nights } = timeline(12);
    show(12, { ecgs: ecgs.map((ecg, k) => (k === 0 ? { ...ecg, heart_rate_bpm: 60 } : ecg)), nights });
    const user = userEvent.setup();
    await user.click(screen.getByRole('radio', { name: 'Heart rate' }));
    await user.click(screen.getByRole('radio', { name: 'Usage' }));
    expect(words()).toMatch(/^n 12 nights, Spearman ρ −0\.\d\d, 95 % interval −0\.\d\d to −?0\.\d\d \(Bonett–Wright\)/);
  });

  it('give the pairs as a table, each leading to its night and its ECGs', async () => {
    show(12);
    await userEvent.setup().click(screen.getByRole('button', { name: 'Table' }));
    const table = within(screen.getByRole('table', { name: 'Nights with both values' }));
    expect(table.getByRole('link', { name: '3 Oct 2026' })).toHaveAttribute('href', `/therapy/night_${date(3)}`);
    expect(table.getAllByRole('row')[3]).toHaveTextContent('3 Oct 20263.0409ECG 1device');
  });

  it('compare before and after a change of settings, with the band of the numbers', () => {
    show(12);
    const table = within(screen.getByRole('table', { name: 'Means before and after' }));
    // means of 1² … 6² and 7² … 12²: 15.17 and 93.17 above 400; 26·√((1/6 + 1/6)/2) = 10.6
    expect(table.getAllByRole('row')[1]).toHaveTextContent(
      'QTc Fridericia, ms415 (6)493 (6)+78 ms is larger than repeatability (±10.6 ms for these numbers). Association, not cause. 12 unconfirmed. Values: device.',
    );
  });

  it('correct QT by another formula, and say so', () => {
    show(12);
    fireEvent.change(screen.getByRole('combobox', { name: 'QTc formula' }), { target: { value: 'bazett' } });
    expect(screen.getByText(/QTc Bazett against AHI/)).toBeInTheDocument();
    expect(screen.getAllByText(/corrected from the device’s QT and rate/).length).toBeGreaterThan(0);
  });

  it('give no rate of recordings under an hour, and the rhythm by medians', () => {
    show(12);
    const bands = within(screen.getByRole('table', { name: 'Recordings by use of the night' }));
    expect(bands.getAllByText('under 1 h: no rate')).toHaveLength(3);
    expect(screen.getByRole('table', { name: 'Median AHI by rhythm' })).toBeInTheDocument();
  });

  it('wait for both ECGs and nights', () => {
    show(12, { ecgs: [] });
    expect(screen.getByRole('heading', { name: 'Nothing to set side by side yet' })).toBeInTheDocument();
  });

  it('say what is left out of a long history', () => {
    show(12, { truncated: true });
    expect(screen.getByText(/Only the newest ECGs and nights/)).toBeInTheDocument();
  });
});
