import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aPatient,
  aRecording,
  channels,
  NO_QTC_SETTING,
  NOW,
  READER,
  renderThemed,
  TIME_ZONE,
} from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { encodeWindow } from '@/lib/signals/window-wire';
import { EcgViewer } from './ecg-viewer';

// a whole viewer in jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 30_000 });

/** The answer of the signals endpoint: every lead flat but for one spike. */
function windowOf(recording: Recording): Uint8Array<ArrayBuffer> {
  const values = Float32Array.from({ length: 5000 }, (_, i) => (i === 2500 ? 1000 : 0));
  const leads = recording.channels.map(({ id, name }) => ({
    id,
    name,
    unit: 'uV',
    sampling_rate_hz: 500,
    kind: 'samples' as const,
    start_ms: 0,
    step_ms: 2,
    values,
  }));
  return encodeWindow({ from_ms: 0, to_ms: 10_000, channels: leads }, new Date(recording.recording_date));
}

let answer: () => Promise<Response>;
let stubs: { mockRestore: () => void }[] = [];

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn((path: string) => (path.includes('/annotations') ? Response.json({ data: [] }) : answer())),
  );
  // jsdom has neither layout nor canvas.
  stubs = [
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1060),
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null),
  ];
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const stub of stubs) stub.mockRestore();
});

function render(change: Partial<Recording>, openAtMs: number | null = null) {
  const recording = aRecording(change);
  answer = async () => new Response(windowOf(recording));
  renderThemed(
    <EcgViewer
      recording={recording}
      openAtMs={openAtMs}
      timeZone={TIME_ZONE}
      now={NOW}
      reading={READER}
      patient={aPatient()}
      qtc={NO_QTC_SETTING}
    />,
  );
}

async function show(change: Partial<Recording> = {}, openAtMs: number | null = null) {
  render(change, openAtMs);
  const paper = screen.getByRole('img');
  await waitFor(() => expect(paper).toHaveAttribute('data-state', 'ready'));
  return paper;
}

const press = (key: string) => act(() => fireEvent.keyDown(document.body, { key }));

describe('ECG viewer', () => {
  it('draws one paper at the scale of its card and says what it shows', async () => {
    const paper = await show();
    expect(paper).toHaveAttribute('data-px-per-mm', '4');
    expect(paper).toHaveAccessibleName(/heart rate 58 bpm by the device/);
    expect(screen.getByText(/1 s = 100 px · 1 mV = 40 px \(4\.00 px\/mm\)/)).toBeInTheDocument();
    expect(screen.getByText('not to scale')).toBeInTheDocument();
  });

  it('carries speed, gain, bandwidth and filter on the view', async () => {
    await show();
    expect(screen.getByTestId('scale-line')).toHaveTextContent(
      '25 mm/s10 mm/mV0.05–150 Hzas recorded, no display filter',
    );
  });

  it('draws no paper where nobody stated what the samples are in, and says so', () => {
    render({ channels: channels(['I', 'II']).map((channel) => ({ ...channel, unit: '1' })) });
    expect(screen.getByText(/No trace is drawn/)).toBeInTheDocument();
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.queryByTestId('scale-line')).toBeNull();
  });

  it('says so where the device did not state its bandwidth', async () => {
    await show({ filters: null });
    expect(screen.getByTestId('scale-line')).toHaveTextContent('bandwidth not stated');
  });

  it('marks the moment it is opened at, in the column that shows it', async () => {
    await show({}, 6200);
    // 10 s in four columns: 6.2 s is in the third, 9 mm + 155 mm from the left at 25 mm/s, at 4 px/mm
    const [line, ...more] = screen.getByTestId('opened-moment').querySelectorAll('path');
    expect(line?.getAttribute('d')).toMatch(/^M656 0V/);
    expect(more).toEqual([]);
  });

  it('is in the night where the active caliper stands', async () => {
    await show({ id: 'rec_1', link: { kind: 'during', night_id: 'ngt_1', night: '2026-10-27' } });
    const night = () => screen.getByRole('link', { name: 'This moment in the night' }).getAttribute('href');
    expect(night()).toBe('/therapy/ngt_1?ecg=rec_1&at=5000');
    await press('t');
    // its second end at 6/10 of the lowest row, of all 10 s
    expect(night()).toBe('/therapy/ngt_1?ecg=rec_1&at=6000');
  });

  it('changes speed and gain by key, and the paper follows', async () => {
    const paper = await show();
    await press('s');
    expect(paper).toHaveAttribute('data-speed', '50');
    await press('+');
    expect(paper).toHaveAttribute('data-gain', '20');
    await press('-');
    await press('-');
    expect(paper).toHaveAttribute('data-gain', '5');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('50 mm/s5 mm/mV');
    // 1 s = 50 mm × 4 = 200 px, 1 mV = 5 mm × 4 = 20 px
    expect(screen.getByText(/1 s = 200 px · 1 mV = 20 px/)).toBeInTheDocument();
  });

  it('pages through what does not fit the strip', async () => {
    await show();
    expect(screen.queryByRole('button', { name: 'Later part' })).toBeNull();
    await press('s');
    expect(screen.getByRole('button', { name: 'Earlier part' })).toBeDisabled();
    fireEvent.click(screen.getByRole('button', { name: 'Later part' }));
    expect(screen.getByText('5–10 of 10 s')).toBeInTheDocument();
  });

  it('shows 6×2 as simultaneous columns', async () => {
    await show();
    await press('l');
    expect(screen.getByLabelText('Layout: 3×4 + 3')).toBeInTheDocument();
    await press('l');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('columns simultaneous');
  });

  it('puts the leads of a recording of three one under another, or one alone', async () => {
    await show({ channels: channels(['I', 'II', 'III']) });
    expect(screen.getByRole('heading', { name: '3-lead ECG' })).toBeInTheDocument();
    expect(screen.getByLabelText('Layout: 3×1')).toBeInTheDocument();
    await press('l');
    expect(screen.getByLabelText('Layout: Lead II')).toBeInTheDocument();
    await press('L');
    expect(screen.getByLabelText('Layout: Lead III')).toBeInTheDocument();
  });

  it('lowers the gain of the chest leads alone, and says both', async () => {
    await show();
    await press('y');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('limb 10 mm/mV, chest 5 mm/mV');
    await press('+');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('limb 20 mm/mV, chest 10 mm/mV');
    await press('y');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('20 mm/mV');
    expect(screen.getByTestId('scale-line')).not.toHaveTextContent('chest');
  });

  it('puts the limb leads in Cabrera order, and says so', async () => {
    await show();
    await press('C');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('Cabrera order');
  });

  it('shows a display filter as long as it is on, and warns where it is not diagnostic', async () => {
    await show();
    await press('F');
    expect(screen.getByTestId('scale-line')).toHaveTextContent(
      'display filter: 0.05 Hz high-pass, 150 Hz low-pass, 50 Hz notch, zero-phase',
    );
    fireEvent.click(screen.getByLabelText(/^Display filter/));
    fireEvent.click(await screen.findByText('40 Hz, not diagnostic'));
    expect(screen.getByTestId('scale-line')).toHaveTextContent('not diagnostic bandwidth');
    await press('F');
    expect(screen.getByTestId('scale-line')).toHaveTextContent('as recorded, no display filter');
  });

  it('zooms the paper by key, both axes by one number', async () => {
    const paper = await show();
    await press('.');
    expect(paper).toHaveAttribute('data-px-per-mm', '6');
    expect(screen.getByText(/1 s = 150 px · 1 mV = 60 px/)).toBeInTheDocument();
    await press('0');
    expect(paper).toHaveAttribute('data-px-per-mm', '4');
  });

  it('reads a voltage and a time by calipers set and moved by keys, several at once', async () => {
    await show();
    await press('v');
    await press('t');
    const table = screen.getByLabelText(/^Calipers/);
    // 1 mV up from zero; 40 % to 60 % of 10 s
    expect(table).toHaveTextContent('Voltage 1II1.00 mV10.0 mm');
    expect(table).toHaveTextContent('Time 2II2000 ms30 bpm50.0 mm');
    await press('ArrowLeft');
    expect(table).toHaveTextContent('Time 2II1998 ms');
    await press('h');
    await press('ArrowRight');
    expect(table).toHaveTextContent('Time 2II1996 ms');
    await press('Escape');
    expect(table).not.toHaveTextContent('Time');
    await press('ArrowUp');
    await press('ArrowUp');
    expect(table).toHaveTextContent('Voltage 1II1.01 mV');
    await press('Escape');
    expect(screen.queryByLabelText(/^Calipers/)).toBeNull();
  });

  it('shows median beats on request only, and says that they are not the recording', async () => {
    const leads = channels(['I', 'II', 'III']);
    const medians = leads.map((channel) => ({ ...channel, id: `m${channel.id}`, kind: 'median' }));
    const paper = await show({ channels: [...leads, ...medians] });
    expect(screen.getByTestId('scale-line')).not.toHaveTextContent('median');
    fireEvent.keyDown(document.body, { key: 'b' });
    expect(paper).toHaveAttribute('data-state', 'loading');
    await waitFor(() => expect(paper).toHaveAttribute('data-state', 'ready'));
    expect(screen.getByTestId('scale-line')).toHaveTextContent('median beats by the device, not the recording');
    expect(fetch).toHaveBeenLastCalledWith(expect.stringContaining('block=median'), expect.anything());
  });

  it('is true to scale once a ruler was laid on the screen, and not after the pixel ratio changed', async () => {
    localStorage.clear();
    await show();
    fireEvent.click(screen.getByText('Calibrate'));
    fireEvent.change(await screen.findByLabelText('Length of the bar in mm'), { target: { value: '80' } });
    fireEvent.click(screen.getByText('Keep'));
    await press('z');
    // 400 px measured as 80 mm: 5 px a millimetre
    expect(screen.getByRole('img')).toHaveAttribute('data-px-per-mm', '5');
    expect(screen.getByText('true to scale')).toBeInTheDocument();
    vi.stubGlobal('devicePixelRatio', 1.25);
    act(() => void window.dispatchEvent(new Event('resize')));
    expect(screen.getByText('not to scale')).toBeInTheDocument();
    localStorage.clear();
  });

  it('leads from an older version to the latest', async () => {
    await show({ version: 1, latest_version: 2 });
    expect(screen.getByRole('link', { name: 'open the latest' })).toHaveAttribute('href', '/ecg/rec_1');
  });

  it('marks priority and warnings by word', async () => {
    await show({ priority: 'stat', warnings: [{ pointer: '', code: 'flat_lead', detail: 'V3 is flat.' }] });
    expect(screen.getByText('STAT')).toBeInTheDocument();
    expect(screen.getByText('Flat lead')).toBeInTheDocument();
    expect(screen.queryByText('No quality warning')).toBeNull();
  });

  it('has no PDF button without a report, nor for a held recording', async () => {
    await show({ status: 'quarantined', patient_ref: null });
    expect(screen.queryByRole('button', { name: 'PDF' })).toBeNull();
  });

  it('keeps the paper when the samples fail, names the reference, and tries again', async () => {
    const recording = aRecording();
    answer = async () =>
      Response.json({ code: 'store_unavailable', detail: 'A store is away.', request_id: 'req_9' }, { status: 503 });
    renderThemed(
      <EcgViewer
        recording={recording}
        timeZone={TIME_ZONE}
        now={NOW}
        reading={READER}
        patient={aPatient()}
        qtc={NO_QTC_SETTING}
      />,
    );
    expect(await screen.findByText('req_9')).toBeInTheDocument();
    const paper = screen.getByRole('img');
    expect(paper).toHaveAttribute('data-state', 'loading');
    answer = async () => new Response(windowOf(recording));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(paper).toHaveAttribute('data-state', 'ready'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('does not take a broken answer for a flat line', async () => {
    answer = async () => new Response('<html>');
    renderThemed(
      <EcgViewer
        recording={aRecording()}
        timeZone={TIME_ZONE}
        now={NOW}
        reading={READER}
        patient={aPatient()}
        qtc={NO_QTC_SETTING}
      />,
    );
    expect(await screen.findByText('The trace could not load')).toBeInTheDocument();
    expect(screen.getByRole('img')).toHaveAttribute('data-state', 'loading');
  });
});
