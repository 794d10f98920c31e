import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aFlag, aPatient, NOW, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { OverviewKeys } from './overview-keys';
import { PatientFacts } from './patient-facts';
import { RecordTable } from './record-table';
import { TrendCards } from './trend-cards';

vi.setConfig({ testTimeout: 20_000 });

const card = (name: string | RegExp) => screen.getByRole('region', { name });

describe('trend cards', () => {
  it('say value, unit, comparison and whose it is', () => {
    const ecgs = [
      aTimelineEcg('2026-10-28T07:00:00.000Z', { qtc_ms: 430, heart_rate_bpm: 66 }),
      aTimelineEcg('2026-11-12T10:00:00.000Z', { qtc_ms: 416 }),
    ];
    const reported = { usage_minutes: 480, ahi: 2, cai: 1.5, oai: 0.5, leak_p95_l_min: 11.6 };
    const nights = [aNight('2026-11-20', reported), aNight('2026-11-21', reported)];
    renderThemed(<TrendCards ecgs={ecgs} nights={nights} lastNight="2026-11-21" timeZone={TIME_ZONE} />);
    expect(card('QTc, Bazett')).toHaveTextContent('416 ms−14 ms vs 28 Oct 2026, within repeatability (±26)');
    expect(card('QTc, Bazett')).toHaveTextContent('Device: unconfirmed, 12 Nov 2026 11:00');
    expect(card('Heart rate')).toHaveTextContent('58 to 66 over 2 ECGs');
    expect(card(/^AHI/)).toHaveTextContent('2.0 /hcentral 1.5, obstr. 0.5Device, per usage hour, 2 nights pooled');
    expect(card(/^Usage/)).toHaveTextContent('28 no data');
    expect(card(/^Usage/)).toHaveTextContent('8.0 h, mean');
    expect(card(/^Usage/)).toHaveTextContent('Device, mean of 2 nights with data');
    expect(card(/^Usage/)).toHaveTextContent('0.5 h with zeros; 2 of 30 nights ≥ 4 h');
    expect(card(/^Leak/)).toHaveTextContent('12 L/minhighest 12, mean of 2 nightsDevice, unintentional');
  });

  it('leave excluded nights out and say how many there are', () => {
    const reported = { usage_minutes: 480 };
    const out = { excluded: true, excluded_sessions: 1, device_reported: null };
    const nights = [aNight('2026-11-20', reported), aNight('2026-11-21', reported, out)];
    renderThemed(<TrendCards ecgs={[]} nights={nights} lastNight="2026-11-21" timeZone={TIME_ZONE} />);
    expect(card(/^Usage/)).toHaveTextContent('28 no data');
    expect(card(/^Usage/)).toHaveTextContent('1 of 29 nights ≥ 4 h');
    expect(card(/^Usage/)).toHaveTextContent('mean of 1 nights with data, 1 excluded');
  });

  it('say why there is no value, never a zero', () => {
    const old = [aNight('2026-01-01')];
    renderThemed(<TrendCards ecgs={[]} nights={old} lastNight="2026-11-21" timeZone={TIME_ZONE} />);
    expect(card('QTc')).toHaveTextContent('– No ECG yet');
    expect(card(/^Usage/)).toHaveTextContent('– None in 30 nights; last night with data 1 Jan 2026');
  });
});

describe('records', () => {
  const VIEW = { now: NOW, timeZone: TIME_ZONE, rights: { move: false, delete: false } };
  const timeline = {
    ecgs: Array.from({ length: 30 }, (_, day) =>
      aTimelineEcg(`2026-10-${String(day + 1).padStart(2, '0')}T07:00:00.000Z`),
    ),
    nights: [aNight('2026-11-21', { usage_minutes: 564, ahi: 1.64 })],
    moved_away: 0,
    truncated: false,
  };
  const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1);

  it('stand newest first, page by page, by kind', () => {
    renderThemed(<RecordTable timeline={timeline} {...VIEW} />);
    expect(rows()).toHaveLength(25);
    expect(rows()[0]).toHaveTextContent('Night of 21 Nov 2026');
    expect(rows()[0]).toHaveTextContent('9.4 h (device), AHI 1.6 /h (device, per usage hour)');
    expect(rows()[1]).toHaveTextContent('30 Oct 2026 08:00 CET');
    fireEvent.click(screen.getByRole('button', { name: 'Older' }));
    expect(rows()).toHaveLength(6);
    fireEvent.click(screen.getByRole('radio', { name: 'Nights 1' }));
    expect(rows()).toHaveLength(1);
    expect(screen.getByRole('link')).toHaveAttribute('href', '/therapy/night_2026-11-21');
  });

  it('say what is left out of a long history, in the counts too', () => {
    renderThemed(<RecordTable timeline={{ ...timeline, truncated: true }} {...VIEW} />);
    expect(screen.getByText(/Only the newest ECGs and nights are listed here/)).toBeInTheDocument();
    for (const name of ['All 31+', 'ECG 30+', 'Nights 1+']) expect(screen.getByRole('radio', { name })).toBeVisible();
  });

  it('show a held record as held', () => {
    const held = [aTimelineEcg('2026-10-01T07:00:00.000Z', { status: 'quarantined', statement: null })];
    renderThemed(<RecordTable timeline={{ ...timeline, ecgs: held, nights: [] }} {...VIEW} />);
    expect(rows()[0]).toHaveTextContent('Held');
    expect(rows()[0]).not.toHaveTextContent('Unconfirmed');
  });
});

describe('patient facts', () => {
  it('are yes, no or unknown with date, source and author; only who may edit can', () => {
    const flag = {
      ...aFlag('yes'),
      date: '2024-05-01',
      source: 'Letter',
      author: 'Dr R. Halloway',
      recorded_at: '2026-11-20T10:00:00.000Z',
    };
    const patient = aPatient({ flags: { ...aPatient().flags, pacemaker: flag } });
    renderThemed(<PatientFacts patient={patient} timeZone={TIME_ZONE} mayEdit={false} />);
    const facts = card('Patient facts');
    expect(facts).toHaveTextContent(
      'Pacemakeryes1 May 2024 · Letter · entered 20 Nov 2026 by Dr R. HallowayKnown AFnoHeart failure, LVEF ≤ 45 %unknown',
    );
    expect(facts).toHaveTextContent('Diagnostic AHIunknown');
    expect(screen.queryByRole('button', { name: 'Edit' })).not.toBeInTheDocument();
  });
});

describe('keys of the overview', () => {
  it('open the newest ECG and night, and nothing where there is none', () => {
    router.push.mockClear();
    const { unmount } = renderThemed(<OverviewKeys last_ecg_id="rec_9" last_night_id="night_9" />);
    for (const key of ['e', 'n']) fireEvent.keyDown(document.body, { key });
    expect(router.push.mock.calls.map(([href]) => href)).toEqual(['/ecg/rec_9', '/therapy/night_9']);
    unmount();
    renderThemed(<OverviewKeys last_ecg_id={null} last_night_id={null} />);
    for (const key of ['e', 'n']) fireEvent.keyDown(document.body, { key });
    expect(router.push).toHaveBeenCalledTimes(2);
  });
});
