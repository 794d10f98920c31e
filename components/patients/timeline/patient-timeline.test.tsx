import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import { dayNumber } from '@/lib/patients/domain/timeline';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { PatientTimeline } from './patient-timeline';
import { axisTicks } from './timeline-axis';

vi.setConfig({ testTimeout: 20_000 });

const DATA: Timeline = {
  ecgs: [aTimelineEcg('2026-11-12T10:00:00.000Z', { qtc_ms: 434, reading_state: 'confirmed' }), aTimelineEcg(NOW)],
  nights: [
    aNight('2026-11-08', { usage_minutes: 0 }),
    aNight('2026-11-09', { usage_minutes: 564, ahi: 1.3, cai: 1, hi: 0.3 }, { session_count: 5 }),
    aNight('2026-11-21', { usage_minutes: 200, leak_p95_l_min: 7, pressure_p95_cmh2o: 19, epap_p95_cmh2o: 16.3 }),
  ],
  moved_away: 0,
  truncated: false,
};

beforeEach(() => {
  router.push.mockClear();
  // jsdom has no canvas; what is drawn is looked at in a browser
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

function show(data: Timeline = DATA) {
  renderThemed(<PatientTimeline timeline={data} now={NOW} timeZone={TIME_ZONE} />);
}

const cursor = () => screen.getByRole('slider', { name: 'Timeline cursor' });
const press = (key: string, shiftKey = false) => fireEvent.keyDown(cursor(), { key, shiftKey });
const says = () => cursor().getAttribute('aria-valuetext');

describe('the timeline', () => {
  it('reads all lanes at the cursor, which moves by a night and by a week', () => {
    show();
    // the newest record is today's ECG, recorded after noon: the coming night's
    expect(says()).toMatch(/Night of 22 Nov 2026: QTc 416 ms, Bazett, HR 58 bpm, unconfirmed; no night/);
    press('ArrowLeft');
    expect(says()).toMatch(
      /21 Nov 2026: no ECG; usage 3.3 h; .*leak 7 L\/min unintentional; pressure P95 19.0 \/ 16.3/,
    );
    press('ArrowLeft', true);
    expect(says()).toMatch(/14 Nov 2026: no ECG; no therapy data/);
    press('Home');
    expect(says()).toMatch(/no night/);
  });

  it('tells 0 h from no data', () => {
    show();
    for (let day = dayNumber('2026-11-22'); day > dayNumber('2026-11-08'); day -= 1) press('ArrowLeft');
    expect(says()).toMatch(/8 Nov 2026: .*usage 0 h/);
  });

  it('opens what stands under the cursor by Enter and by links', () => {
    show();
    press('Enter');
    expect(router.push).toHaveBeenLastCalledWith(`/ecg/rec_${NOW}`);
    press('ArrowLeft');
    press('Enter');
    expect(router.push).toHaveBeenLastCalledWith('/therapy/night_2026-11-21');
    expect(screen.getByRole('link', { name: 'Open night' })).toHaveAttribute('href', '/therapy/night_2026-11-21');
  });

  it('says of every lane in one sentence what it shows and whose it is', () => {
    show();
    const names = screen.getAllByRole('img').map((lane) => lane.getAttribute('aria-label'));
    expect(names).toHaveLength(5);
    expect(names[1]).toMatch(/^Usage, .*: 0 h to 9.4 h over 3 nights$/);
    expect(screen.getByText('h per night; device')).toBeInTheDocument();
  });

  it('becomes rows with the same values; nights without data are one row', () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'As table' }));
    const table = screen.getByRole('table', { name: 'Timeline, newest first' });
    const rows = within(table)
      .getAllByRole('row')
      .map((row) => row.textContent);
    expect(rows[1]).toMatch(/22 Nov 2026.*416 ms.*no night/);
    expect(rows[2]).toMatch(/21 Nov 2026.*3.3 h.*7 L\/min unintentional.*19.0 \/ 16.3/);
    expect(rows[3]).toBe('10 Nov 2026 to 20 Nov 2026: no data, 11 nights');
    expect(rows.at(-1)).toMatch(/8 Nov 2026.*0 h/);
  });

  it('says that there is nothing, and that older records are left out', () => {
    show({ ecgs: [], nights: [], moved_away: 0, truncated: false });
    expect(screen.getByText('Nothing recorded yet')).toBeInTheDocument();
    show({ ...DATA, truncated: true });
    expect(screen.getByText('Older records than these are not drawn.')).toBeInTheDocument();
  });
});

describe('dates of the axis', () => {
  it.each([
    ['2026-11-01', '2026-11-08', 700, '2 Nov'],
    ['2026-08-24', '2026-11-22', 800, '5 Nov'],
    ['2025-11-22', '2026-11-22', 800, 'Jan 2026'],
    ['2020-11-22', '2026-11-22', 400, 'Jan 2024'],
  ])('%s to %s over %s px has %s', (from, to, width, label) => {
    const ticks = axisTicks({ from: dayNumber(from), to: dayNumber(to) }, width);
    expect(ticks.map((tick) => tick.label)).toContain(label);
    expect(ticks.length).toBeLessThanOrEqual(width / 55);
  });
});
