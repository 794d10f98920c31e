import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aPatient,
  aRecording,
  NO_QTC_SETTING,
  NOW,
  READER,
  renderThemed,
  TIME_ZONE,
} from '@/components/testing/factories';
import type { Annotation } from '@/lib/ecg/annotation-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { encodeWindow } from '@/lib/signals/window-wire';
import { EcgViewer } from '../ecg-viewer';
import { initialsOf, keepable } from './annotation-text';

// a whole viewer in jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 30_000 });

/** Looking for roles in a whole viewer alone may take a second. */
const PATIENT = { timeout: 15_000 };

const KEPT: Annotation = {
  ...{ id: 'ann_1', record_id: 'rec_1', version: 1, kind: 'time', lead: 'II', sampling_rate_hz: 500 },
  ...{ from_sample: 1000, to_sample: 1400, value: { name: 'interval', value: 800, unit: 'ms' }, text: 'RR' },
  ...{ author: 'Dr Rosa Halloway', is_own: true, recorded_at: NOW, removed_at: null },
};

let stored: Annotation[];
let sent: { method: string; path: string; body: unknown }[];
let stubs: { mockRestore: () => void }[] = [];

function signals(recording: Recording): Uint8Array<ArrayBuffer> {
  const channels = recording.channels.map(({ id, name }) => ({
    ...{ id, name, unit: 'uV', sampling_rate_hz: 500, kind: 'samples' as const, start_ms: 0, step_ms: 2 },
    values: new Float32Array(5000),
  }));
  return encodeWindow({ from_ms: 0, to_ms: 10_000, channels }, new Date(NOW));
}

beforeEach(() => {
  stored = [];
  sent = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string, init?: RequestInit) => {
      if (!path.includes('/annotations')) return new Response(signals(aRecording()));
      const method = init?.method ?? 'GET';
      if (method === 'GET') return Response.json({ data: stored });
      sent.push({ method, path, body: init?.body ? JSON.parse(String(init.body)) : null });
      stored = method === 'DELETE' ? [] : [...stored, KEPT];
      return Response.json(KEPT, { status: method === 'POST' ? 201 : 200 });
    }),
  );
  // jsdom has neither layout nor canvas
  stubs = [
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1060),
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null),
  ];
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const stub of stubs) stub.mockRestore();
});

async function show(change: Partial<Recording> = {}, mayAnnotate = true) {
  renderThemed(
    <EcgViewer
      recording={aRecording(change)}
      timeZone={TIME_ZONE}
      now={NOW}
      reading={READER}
      patient={aPatient()}
      qtc={NO_QTC_SETTING}
      mayAnnotate={mayAnnotate}
    />,
  );
  await waitFor(() => expect(screen.getByRole('img')).toHaveAttribute('data-state', 'ready'), PATIENT);
}

const press = (key: string) => act(() => fireEvent.keyDown(document.body, { key }));
const list = () => screen.queryByRole('region', { name: 'Reader’s annotations' });

describe('annotations', () => {
  it('keep the active caliper by its samples and its name, and show it in its place', async () => {
    await show();
    expect(list()).not.toBeInTheDocument();
    press('t');
    fireEvent.change(screen.getByLabelText(/Name of the caliper/), { target: { value: ' RR ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Keep the caliper' }));
    await waitFor(() => expect(list()).toHaveTextContent('sample 1000'), PATIENT);
    const row = screen.getByRole('row', { name: /RR/ });
    expect(sent).toEqual([
      {
        method: 'POST',
        path: '/api/ecg/data/rec_1/annotations',
        body: { kind: 'time', lead: 'II', from_sample: 2000, to_sample: 3000, text: 'RR' },
      },
    ]);
    expect(row).toHaveTextContent('RR800 ms, 75 bpmII, 2 s, sample 1000 to 1400Dr Rosa Halloway, 22 Nov 2026');
    expect(screen.queryByText(/Set by hand, kept while/)).not.toBeInTheDocument();
  });

  it('are kept by one key, once, however long it is held; a button that has the focus is pressed instead', async () => {
    await show();
    press('t');
    const button = screen.getByRole('button', { name: 'Keep the caliper' });
    await act(() => fireEvent.keyDown(button, { key: 'Enter' }));
    expect(sent).toEqual([]);
    press('Enter');
    press('Enter');
    await waitFor(() => expect(list()).toHaveTextContent('sample 1000'), PATIENT);
    expect(sent).toMatchObject([
      { method: 'POST', body: { kind: 'time', lead: 'II', from_sample: 2000, to_sample: 3000 } },
    ]);
  });

  it('are taken back by who made them', async () => {
    stored = [KEPT];
    await show();
    fireEvent.click(await screen.findByText('Remove', {}, PATIENT));
    await waitFor(() => expect(list()).not.toBeInTheDocument(), PATIENT);
    expect(sent).toMatchObject([{ method: 'DELETE', path: '/api/ecg/data/rec_1/annotations/ann_1' }]);
  });

  it('of others are shown with their author, and cannot be taken back', async () => {
    stored = [{ ...KEPT, is_own: false }];
    await show();
    const region = await screen.findByRole('region', { name: 'Reader’s annotations' }, PATIENT);
    expect(within(region).getByText(/Dr Rosa Halloway/)).toBeInTheDocument();
    expect(within(region).queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument();
  });

  it.each([
    ['without the permission', {}, false],
    ['on an older version', { version: 1, latest_version: 2 }, true],
    ['on a held ECG', { status: 'quarantined' }, true],
  ] as const)('cannot be set %s', async (_, change, may) => {
    await show(change, may);
    press('t');
    expect(screen.queryByRole('button', { name: 'Keep the caliper' })).not.toBeInTheDocument();
  });
});

describe('what is kept of a caliper', () => {
  const base = { id: 1, lead: 'II', row: 3, handle: 1 } as const;
  const exact = { bySamples: true, filtered: false };
  const voltage = { ...base, kind: 'voltage', at: [0, -450], atMs: 1000 } as const;

  it('is no level of a filtered trace, and nothing that is not on samples', () => {
    expect(keepable(voltage, aRecording(), { ...exact, filtered: true }, '')).toMatchObject({ ok: false });
    expect(keepable(voltage, aRecording(), { ...exact, bySamples: false }, '')).toMatchObject({ ok: false });
    expect(keepable({ ...voltage, lead: 'X' }, aRecording(), exact, '')).toMatchObject({ ok: false });
    expect(keepable(voltage, aRecording(), exact, '')).toMatchObject({
      annotation: { kind: 'voltage', lead: 'II', from_sample: 500, amplitude_uv: -450 },
    });
  });

  it('of a lead that is drawn upside down is that of the recorded one', () => {
    expect(keepable({ ...voltage, lead: '−aVR' }, aRecording(), exact, '')).toMatchObject({
      annotation: { lead: 'aVR', amplitude_uv: 450 },
    });
  });

  it('bears the initials of its author', () => {
    expect(initialsOf('Dr Rosa Halloway')).toBe('RH');
    expect(initialsOf(null)).toBe('?');
  });
});
