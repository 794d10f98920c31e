import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRecording, channels, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import type { EcgComparison } from '@/lib/ecg/comparison-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { encodeWindow } from '@/lib/signals/window-wire';
import { CompareView } from './compare-view';
import { NothingToCompare } from './nothing-to-compare';

// a whole page in jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 8_000 });

const RATE = 500;
const bump = (s: number, height: number, width: number) => height * Math.exp(-((s / width) ** 2));

/** Ten seconds of sinus beats of this height, one every 0.86 s from half a second on. */
function beats(height: number): Float32Array {
  return Float32Array.from({ length: 10 * RATE }, (_, k) => {
    const s = (((k - 250) / RATE + 0.43) % 0.86) - 0.43;
    return bump(s + 0.16, 0.12 * height, 0.025) + bump(s, height, 0.012) + bump(s - 0.28, 0.26 * height, 0.05);
  });
}

function windowOf(recording: Recording, height: number): Uint8Array<ArrayBuffer> {
  const leads = recording.channels.map(({ id, name }) => ({
    id,
    name,
    unit: 'uV',
    sampling_rate_hz: RATE,
    kind: 'samples' as const,
    start_ms: 0,
    step_ms: 1000 / RATE,
    values: beats(height),
  }));
  return encodeWindow({ from_ms: 0, to_ms: 10_000, channels: leads }, new Date(recording.recording_date));
}

const EARLIER = 'rec_0EARLIER000000000000000000';
const LATER = 'rec_0LATER00000000000000000000';
let stubs: { mockRestore: () => void }[] = [];
let answers: Record<string, () => Response>;

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string) => {
      const found = Object.entries(answers).find(([part]) => path.includes(part));
      return found ? found[1]() : new Response(null, { status: 404 });
    }),
  );
  // jsdom has neither layout nor canvas
  stubs = [
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(662),
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null),
  ];
  router.push.mockClear();
  router.refresh.mockClear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const stub of stubs) stub.mockRestore();
});

interface Shown {
  earlier?: Partial<Recording>;
  later?: Partial<Recording>;
  birthDate?: string | null;
  heights?: [number, number];
  comparison?: Partial<EcgComparison>;
}

function pairOf({ earlier = {}, later = {}, heights = [1000, 1000], comparison = {} }: Shown) {
  const before = aRecording({ id: EARLIER, recording_date: '2026-10-28T06:52:00.000Z', ...earlier });
  const after = aRecording({ id: LATER, ...later });
  answers = {
    [`${EARLIER}/signals`]: () => new Response(windowOf(before, heights[0])),
    [`${LATER}/signals`]: () => new Response(windowOf(after, heights[1])),
  };
  const choice = ({ id, recording_date }: Recording) => ({
    ...{ id, recording_date, reading_state: 'unconfirmed' as const },
    ...{ heart_rate_bpm: 58, lead_count: 12 },
  });
  const whole: EcgComparison = {
    recording: after,
    other: before,
    with: 'previous',
    baseline: null,
    patient_revision: 3,
    choices: [choice(after), choice(before), { ...choice(before), id: 'rec_0OLDEST0000000000000000000' }],
    ...comparison,
  };
  return { before, after, whole };
}

async function show(shown: Shown = {}) {
  const { before, after, whole } = pairOf(shown);
  renderThemed(
    <CompareView
      comparison={whole}
      earlier={before}
      later={after}
      timeZone={TIME_ZONE}
      birthDate={shown.birthDate === undefined ? '1952-03-14' : shown.birthDate}
      mayChoose
    />,
  );
  const papers = () => [...document.querySelectorAll('canvas')];
  await waitFor(() => {
    for (const one of papers()) expect(one).toHaveAttribute('data-state', 'ready');
    expect(screen.queryByText('Looking for the beats…')).toBeNull();
  });
  return papers;
}

const press = (key: string) =>
  act(async () => {
    fireEvent.keyDown(document.body, { key });
  });
const rowOf = (name: RegExp) => screen.getByRole('row', { name });
const medians = () => within(screen.getByRole('region', { name: 'Median beats' }));

describe('serial comparison', () => {
  it('shows both at one scale, and one key changes both', async () => {
    const papers = await show();
    const scales = () => papers().map((one) => [one.dataset.pxPerMm, one.dataset.speed, one.dataset.gain]);
    await waitFor(() => expect(papers()).toHaveLength(3));
    expect(scales()).toEqual(Array(3).fill(['4', '25', '10']));
    await press('s');
    await press('+');
    await press('.');
    expect(new Set(scales().map(String)).size).toBe(1);
    expect(scales()[0]).toEqual(['6', '50', '20']);
  });

  it('puts six leads beside six on either side, in as many seconds as the card has room for, and goes on to the others', async () => {
    await show();
    const side = (name: string) => within(screen.getByRole('region', { name }));
    // 662 px at 4 px/mm: 152 mm of trace, two columns of 75 mm at 25 mm/s
    for (const name of ['Earlier ECG', 'Later ECG']) {
      expect(side(name).getByText('columns simultaneous')).toBeInTheDocument();
      expect(side(name).getByText('0–3 s')).toBeInTheDocument();
    }
    await press('PageDown');
    expect(screen.getByText('3–6 of 10 s')).toBeInTheDocument();
    expect(side('Earlier ECG').getByText('3–6 s')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Later part' }));
    await press('PageDown');
    expect(side('Later ECG').getByText('7–10 s')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Later part' })).toBeDisabled();
  });

  it('lays the median beats over each other, and says of how many beats and where', async () => {
    await show();
    expect(await medians().findAllByText(/^1[01] of 1[12] beats, 0–10 s$/)).toHaveLength(2);
    expect(medians().getByText(/cross-correlation over 12 leads, QRS correlation 1\.000/)).toBeInTheDocument();
    expect(medians().getByText('median beats, computed; not the recording')).toBeInTheDocument();
  });

  it('says why there is no median beat', async () => {
    await show({ heights: [0, 1000] });
    expect(await screen.findByText(/Of the earlier ECG there is no median beat/)).toBeInTheDocument();
  });

  it('gives every difference with whose the values are and by which formula', async () => {
    const measurements = aRecording().measurements;
    if (!measurements) throw new Error('no measurements');
    await show({
      earlier: { measurements: { ...measurements, pr_ms: 162, qtc_ms: 380, qt_ms: 400 } },
    });
    expect(screen.getByText('Device, as sent')).toBeInTheDocument();
    expect(screen.getByText('QTc, computed from the device’s QT and HR')).toBeInTheDocument();
    expect(rowOf(/^PR ms/)).toHaveTextContent('PR ms162190+28');
    expect(rowOf(/^QTc ms/)).toHaveTextContent('Bazett380416+36more than repeatability');
    expect(rowOf(/^QT ms/)).toHaveTextContent('400424+24within repeatability');
    // QT 400 and 424 at 58 bpm, by Fridericia
    expect(rowOf(/^Fridericia/)).toHaveTextContent('396419+23within repeatability');
    expect(rowOf(/^T axis/)).toHaveTextContent(/––$/);
  });

  it('gives computed values apart from the devices’, and a difference only between them', async () => {
    const derived = {
      ...{ algorithm: 'nightbeat-measure', version: '1.0', heart_rate_bpm: 60, rr_ms: 1000, p_ms: 100 },
      ...{ pr_ms: 160, qrs_ms: 90, qt_ms: 400, p_axis_deg: 60, qrs_axis_deg: 17, t_axis_deg: 40 },
      qtc_ms: { bazett: 400, fridericia: 400, framingham: 400, hodges: 400 },
      rhythm: {
        ...{ regular: true, regularity: 'regular' as const, af_suspected: false, paced: false },
        ...{ reason: null, confidence: 1 },
      },
      ...{ confidence: {}, not_measured: [], rate_drift_bpm: null, measured_from_ms: 0, measured_ms: 10_000 },
      ...{ beats: null as never, leads: ['II'], fibrillation: null, unjudged: null },
    };
    await show({
      earlier: { derived },
      later: {
        derived: { ...derived, pr_ms: null, qt_ms: 410, not_measured: [{ field: 'pr_ms', reason: 'no_p_wave' }] },
      },
    });
    expect(screen.getByText('Computed from the samples, nightbeat-measure 1.0')).toBeInTheDocument();
    const rows = (name: RegExp) => screen.getAllByRole('row', { name }).map((row) => row.textContent);
    expect(rows(/^QT ms/)[1]).toBe('QT ms400410+10within repeatability');
    expect(rows(/^PR ms/)[1]).toBe('PR ms160P wave not found');
    expect(rows(/^QTc Hodges/)).toEqual(['QTc Hodges ms4004000within repeatability']);
  });

  it('withholds the difference of values by different formulae', async () => {
    const measurements = aRecording().measurements;
    if (!measurements) throw new Error('no measurements');
    await show({ earlier: { measurements: { ...measurements, qtc_formula: 'fridericia' } } });
    expect(rowOf(/^QTc ms/)).toHaveTextContent('Fridericia, then Bazett416416formulae differ');
    expect(screen.getByText(/corrected QT by different formulae/)).toBeInTheDocument();
  });

  it('names what differs of technique, electrodes first', async () => {
    await show({
      later: { filters: null, device: { make: 'Example', model: 'C18', serial: null, firmware: null } },
      heights: [1000, 300],
    });
    const list = within(screen.getByRole('region', { name: 'What to check' }));
    await waitFor(() =>
      expect(list.getAllByRole('listitem')[0]).toHaveTextContent(
        'V1–V3 amplitudes differ (V1, V2, V3); check electrodes.',
      ),
    );
    expect(list.getByText(/Different cart models: Example C12, then Example C18/)).toBeInTheDocument();
    expect(list.getByText(/Bandwidths differ: 0.05–150 Hz, then not stated/)).toBeInTheDocument();
  });

  it('of other leads shows what each has, and lays over each other what both have', async () => {
    await show({ earlier: { channels: channels(['I', 'II', 'III']) } });
    expect(screen.getByText(/only in the later: aVR, aVL, aVF, V1/)).toBeInTheDocument();
    expect(await medians().findByText(/cross-correlation over 3 leads/)).toBeInTheDocument();
  });

  it('under 16 years is side by side only, without differences', async () => {
    const papers = await show({ birthDate: '2011-01-01' });
    expect(papers()).toHaveLength(2);
    expect(screen.queryByRole('region', { name: 'Median beats' })).toBeNull();
    expect(screen.queryByRole('radiogroup', { name: 'What is shown' })).toBeNull();
    expect(rowOf(/^PR ms/)).toHaveTextContent(/^PR ms190190$/);
    expect(screen.getByText('under 16 years: side by side only')).toBeInTheDocument();
    await press('o');
    expect(papers()).toHaveLength(2);
  });

  it('judges no change where the birth date is not known', async () => {
    await show({ birthDate: null });
    expect(rowOf(/^QT ms/)).toHaveTextContent(/^QT ms4244240$/);
    expect(screen.getByText('not judged: birth date not known')).toBeInTheDocument();
  });

  it('shows the overlay alone, and both again, by key', async () => {
    const papers = await show();
    await waitFor(() => expect(papers()).toHaveLength(3));
    await press('o');
    expect(papers()).toHaveLength(1);
    await press('o');
    expect(papers()).toHaveLength(3);
  });

  it('has the previous and the baseline one key away', async () => {
    await show();
    await press('B');
    expect(router.push).toHaveBeenLastCalledWith(`/ecg/${LATER}/compare?with=baseline`);
    await press('c');
    expect(router.push).toHaveBeenLastCalledWith(`/ecg/${LATER}/compare`);
  });

  it('puts another ECG in the place of a side', async () => {
    await show();
    fireEvent.change(screen.getByLabelText('Choose the earlier ECG'), {
      target: { value: 'rec_0OLDEST0000000000000000000' },
    });
    expect(router.push).toHaveBeenLastCalledWith(`/ecg/${LATER}/compare?with=rec_0OLDEST0000000000000000000`);
  });

  it('makes an ECG the baseline, and reads the page again', async () => {
    await show();
    answers['baseline-ecg'] = () => Response.json({ baseline: null, revision: 4 });
    const side = within(screen.getByRole('region', { name: 'Earlier ECG' }));
    fireEvent.click(side.getByRole('button', { name: 'Make baseline' }));
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
    const [path, init] = vi.mocked(fetch).mock.lastCall ?? [];
    expect(path).toBe('/api/patients/pat_1/baseline-ecg');
    expect(init).toMatchObject({ method: 'PUT', body: JSON.stringify({ revision: 3, record_id: EARLIER }) });
  });

  it('says so where somebody changed the patient meanwhile', async () => {
    await show({
      comparison: { baseline: { record_id: LATER, author: 'Dr R. Halloway', recorded_at: '2026-11-22T08:00:00.000Z' } },
    });
    expect(within(screen.getByRole('region', { name: 'Later ECG' })).getByText('Baseline')).toBeInTheDocument();
    answers['baseline-ecg'] = () =>
      Response.json({ code: 'stale_revision', detail: 'Somebody changed this.' }, { status: 409 });
    fireEvent.click(screen.getByRole('button', { name: 'Make baseline' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not changed. Somebody changed this.');
    expect(router.refresh).not.toHaveBeenCalled();
  });
});

describe('a comparison with one side only', () => {
  const showNothing = (comparison: Partial<EcgComparison>) => {
    const { whole } = pairOf({ comparison: { other: null, ...comparison } });
    renderThemed(<NothingToCompare comparison={whole} timeZone={TIME_ZONE} />);
  };
  const author = { author: 'Dr R. Halloway', recorded_at: '2026-11-22T08:00:00.000Z' };

  it.each<[string, Partial<EcgComparison>]>([
    ['No earlier ECG', {}],
    ['No baseline chosen', { with: 'baseline' }],
    ['This ECG is the baseline', { with: 'baseline', baseline: { record_id: LATER, ...author } }],
    ['The baseline is not there any more', { with: 'baseline', baseline: { record_id: 'rec_gone', ...author } }],
  ])('says: %s', (title, comparison) => {
    showNothing(comparison);
    expect(screen.getByRole('heading', { name: title })).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText('Compare with'), { target: { value: EARLIER } });
    expect(router.push).toHaveBeenLastCalledWith(`/ecg/${LATER}/compare?with=${EARLIER}`);
  });
});
