import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRecording, channels, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { encodeWindow } from '@/lib/signals/window-wire';
import { EcgViewer } from './ecg-viewer';

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
    vi.fn(() => answer()),
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

async function show(change: Partial<Recording> = {}) {
  const recording = aRecording(change);
  answer = async () => new Response(windowOf(recording));
  renderThemed(<EcgViewer recording={recording} timeZone={TIME_ZONE} now={NOW} />);
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

  it('says so where the device did not state its bandwidth', async () => {
    await show({ filters: null });
    expect(screen.getByTestId('scale-line')).toHaveTextContent('bandwidth not stated');
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
    expect(screen.getByTestId('scale-line')).toHaveTextContent('columns simultaneous');
  });

  it('offers no layout choice for a recording of three leads', async () => {
    await show({ channels: channels(['I', 'II', 'III']) });
    expect(screen.getByRole('heading', { name: '3-lead ECG' })).toBeInTheDocument();
    expect(screen.queryByRole('radio', { name: '6×2' })).toBeNull();
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
    renderThemed(<EcgViewer recording={recording} timeZone={TIME_ZONE} now={NOW} />);
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
    renderThemed(<EcgViewer recording={aRecording()} timeZone={TIME_ZONE} now={NOW} />);
    expect(await screen.findByText('The trace could not load')).toBeInTheDocument();
    expect(screen.getByRole('img')).toHaveAttribute('data-state', 'loading');
  });
});
