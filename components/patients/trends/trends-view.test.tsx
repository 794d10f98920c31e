import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderThemed, TIME_ZONE } from '@/components/testing/factories';
import { dateOfDay, dayNumber } from '@/lib/patients/domain/timeline';
import { aNight } from '@/lib/testing/timeline';
import { TrendsView } from './trends-view';

vi.setConfig({ testTimeout: 20_000 });

const LAST = '2026-11-21';
const at = (nightsAgo: number) => dateOfDay(dayNumber(LAST) - nightsAgo);

const NIGHTS = [
  ...[10, 9, 8, 7].map((ago) => aNight(at(ago), { usage_minutes: 480, ahi: 2, oai: 0.5, cai: 1, uai: 0, hi: 0.5 })),
  ...[6, 5, 4].map((ago) =>
    aNight(
      at(ago),
      { usage_minutes: 300, ahi: 5, oai: 1, cai: 3, uai: 0.5, hi: 0.5 },
      { settings: { pressure_min_cmh2o: 8 } },
    ),
  ),
  aNight(at(1), { usage_minutes: 0 }, { mode: null, settings: {}, mask: null }),
];

function render(nights = NIGHTS, therapyStart: string | null = at(60), truncated = false) {
  renderThemed(
    <TrendsView
      patientRef="pat_1"
      timeline={{ ecgs: [], nights, moved_away: 0, truncated }}
      therapyStart={therapyStart}
      lastNight={LAST}
      now={`${dateOfDay(dayNumber(LAST) + 1)}T14:00:00.000Z`}
      timeZone={TIME_ZONE}
    />,
  );
}

const figure = (name: string) => screen.getByText(name).closest('div');

describe('therapy trends', () => {
  it('say of how many nights each figure is, and whose it is', () => {
    render();
    fireEvent.click(screen.getByRole('radio', { name: '30 d' }));
    expect(figure('Nights ≥ 4 h')).toHaveTextContent('7 of 30 23 %; no data counts as 0');
    expect(figure('Nights with data')).toHaveTextContent('8 of 3022 no data, 1 at 0 h');
    // (4 × 8 h × 2 + 3 × 5 h × 5) events in 47 h
    expect(figure('AHI, pooled')).toHaveTextContent('3.0 /hDevice, per usage hour; obstructive 0.7, central 1.6');
    expect(figure('AHI, pooled')).toHaveTextContent('unclassified 0.2');
    expect(figure('Best 30 nights of the first 90')).toHaveTextContent('21 needed: can still be met');
    expect(figure('Last 30 nights')).toHaveTextContent('0 in a row now');
  });

  it('say pressure and oximetry with the time that was valid, and nothing where there was none', () => {
    render([
      aNight(at(2), { pressure_p50_cmh2o: 7, pressure_p95_cmh2o: 10.4 }),
      aNight(at(1), {
        valid_oximetry_minutes: 300,
        t90_minutes: 15,
        odi: 3,
        pressure_p50_cmh2o: 8,
        pressure_p95_cmh2o: 11,
      }),
    ]);
    expect(figure('Pressure P50 / P95')).toHaveTextContent('7.5 / 10.7 cmH₂ODevice, means of nightly values, 2 nights');
    expect(figure('T90')).toHaveTextContent(
      '5.0 % of valid time15 min a night under 90 %; Device; 5.0 h valid oximetry',
    );
    expect(figure('ODI, falls of 4 %')).toHaveTextContent('3.0 /hDevice; 5.0 h valid oximetry, 1 night');
  });

  it('do not take nights that were not read for nights without data', () => {
    const nights = Array.from({ length: 100 }, (_, place) => aNight(at(100 - place), { usage_minutes: 300 }));
    render(nights, at(2500), true);
    expect(screen.getByText(/Only the newest ECGs and nights are counted here/)).toBeInTheDocument();
    expect(figure('Best 30 nights of the first 90')).toHaveTextContent('– Its nights are older than those read here');
    // a second stretch of 90 nights reaches back only ten nights further
    fireEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    expect(figure('Nights with data')).toHaveTextContent('90 of 90');
    expect(screen.getByRole('button', { name: 'Earlier' })).toBeDisabled();
    fireEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(screen.getByRole('button', { name: 'Earlier' })).toBeEnabled();
  });

  it('say how long the pressure was at its maximum and breathing periodic, of the nights that tell it', () => {
    const computed = { ...aNight('x').computed, time_at_max_pressure_minutes: 24, periodic_breathing_minutes: 0 };
    render([...NIGHTS, aNight(at(0), {}, { computed })]);
    expect(figure('At maximum pressure')).toHaveTextContent('24 min a nightComputed, mean, told by 1 night');
    expect(figure('Periodic breathing')).toHaveTextContent('0 min a nightComputed');
  });

  it('say that there was no oximetry instead of a zero', () => {
    render();
    expect(figure('At maximum pressure')).toHaveTextContent('– No night tells it');
    expect(figure('T90')).toHaveTextContent('– No night with valid oximetry');
    expect(figure('ODI, falls of 4 %')).toHaveTextContent('– No night with valid oximetry');
  });

  it('leave excluded nights out of the means and say that the payer’s count has them', () => {
    const out = { excluded: true, excluded_sessions: 1, device_reported: null };
    const with_excluded = { usage_minutes: null, device_usage_minutes: 480 };
    const [first, second] = NIGHTS;
    if (!first || !second) throw new Error('nights expected');
    render([
      { ...first, ...out, with_excluded },
      { ...second, device_reported: { ...first.computed, usage_minutes: 240 } },
    ]);
    expect(figure('Nights ≥ 4 h')).toHaveTextContent(
      '2 of 90 2 %; no data counts as 0; 1 with exclusions, counted whole',
    );
    expect(figure('Usage, nights with data')).toHaveTextContent('4.0 h mean');
    expect(figure('Usage, nights with data')).toHaveTextContent('without what is excluded');
    expect(screen.getByRole('link', { name: /8\.0 h, Excluded$/ })).toBeInTheDocument();
  });

  it('show a calendar in which 0 h is not no data', () => {
    render();
    const calendar = within(screen.getByRole('table', { name: 'Hours of use by night' }));
    expect(calendar.getByRole('link', { name: /0 h, device sent$/ })).toHaveTextContent('0');
    expect(calendar.getAllByRole('img', { name: /No data$/ }).length).toBe(82);
    expect(calendar.getAllByRole('link', { name: /8\.0 h, 4 h or more$/ })[0]).toHaveAttribute(
      'href',
      `/therapy/night_${at(10)}`,
    );
  });

  it('compare the nights before and after a change, and say when they are too few', () => {
    render();
    const [, row] = within(screen.getByRole('table', { name: 'Settings changes' })).getAllByRole('row');
    expect(row).toHaveTextContent('min. pressure 6 to 8');
    expect(row).toHaveTextContent('2.0 → 5.0');
    expect(row).toHaveTextContent('8.0 → 5.0');
  });

  it('go back in time by what is shown', () => {
    render();
    expect(screen.getByRole('button', { name: 'Later' })).toBeDisabled();
    fireEvent.click(screen.getByRole('radio', { name: '7 d' }));
    fireEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    expect(figure('Nights with data')).toHaveTextContent('4 of 7');
    fireEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(figure('Nights with data')).toHaveTextContent('4 of 7');
  });

  it('give the nights that are shown as a file that names nobody', () => {
    render();
    fireEvent.click(screen.getByRole('radio', { name: '7 d' }));
    const link = screen.getByRole('link', { name: 'Export CSV' });
    expect(link).toHaveAttribute('href', '/api/patients/pat_1/nights/csv?from=2026-11-15&to=2026-11-22');
    expect(link).toHaveAttribute('download', 'nights-2026-11-15-to-2026-11-21.csv');
  });

  it('say what is not known instead of a zero', () => {
    render([], null);
    expect(screen.getByText('No nights yet')).toBeInTheDocument();
    render(NIGHTS, null);
    expect(figure('Best 30 nights of the first 90')).toHaveTextContent('– The start of therapy is not known');
  });
});
