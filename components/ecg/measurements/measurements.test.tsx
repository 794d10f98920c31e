import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aRecording, renderThemed } from '@/components/testing/factories';
import { derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import { syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { BaselineChange } from './baseline-change';
import { MeasurementTable } from './measurement-table';
import { QtcPanel } from './qtc-panel';
import { RhythmLine } from './rhythm-line';

/** A measurement of a made ECG. */
function derivedOf(wanted: Parameters<typeof syntheticEcg>[0] = {}) {
  const { rate_hz, leads } = syntheticEcg(wanted);
  return derivedEcg(measureEcg({ rate_hz, from_ms: 0, leads }));
}

const row = (name: RegExp) => screen.getByRole('row', { name });

/** A recording whose values of both sources are as said: QT and rate. */
function withQt(device: [number, number], computed: [number, number] | null = null) {
  const recording = aRecording();
  const derived = derivedOf();
  const [qt_ms, heart_rate_bpm] = device;
  return {
    ...recording,
    measurements: recording.measurements && { ...recording.measurements, qt_ms, heart_rate_bpm },
    derived: computed && { ...derived, qt_ms: computed[0], heart_rate_bpm: computed[1] },
  };
}

it('shows what was computed in a column of its own, beside the device’s, with the algorithm', () => {
  const recording = aRecording({ derived: derivedOf() });
  renderThemed(<MeasurementTable recording={recording} age_years={74} />);
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['Device', 'Computed']);
  expect(screen.getByRole('columnheader', { name: 'Computed' })).toHaveAttribute('title', 'nightbeat-measure 1.2.0');
  const [device, computed] = within(row(/^HR/)).getAllByRole('cell');
  expect(device).toHaveTextContent('58bpm');
  expect(computed).toHaveTextContent('60bpm');
  expect(row(/^QTc/)).toHaveTextContent('Fridericia');
});

it('says why something was not computed, and leaves the device’s number', () => {
  renderThemed(<MeasurementTable recording={aRecording({ derived: derivedOf({ noise_uv: 300 }) })} age_years={74} />);
  const [device, computed] = within(row(/^QRS(?! axis)/)).getAllByRole('cell');
  expect(device).toHaveTextContent('88ms');
  expect(computed).toHaveTextContent('–too noisy');
});

it('names a confidence that is not high', () => {
  const derived = derivedOf();
  const confidence = { ...derived.confidence, pr_ms: 0.35 };
  renderThemed(<MeasurementTable recording={aRecording({ derived: { ...derived, confidence } })} age_years={74} />);
  expect(row(/^PR/)).toHaveTextContent('162mslow confidence');
  expect(row(/^QRS(?! axis)/)).not.toHaveTextContent('confidence');
});

it('gives QTc by four formulae for each source, the chosen one marked, with what asks for care', () => {
  renderThemed(<QtcPanel recording={withQt([360, 100], [400, 60])} age_years={74} />);
  const cells = (name: RegExp) =>
    within(row(name))
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  expect(cells(/^Device/)).toEqual(['465', '427', '422', '430']);
  expect(cells(/^Computed/)).toEqual(['400', '400', '400', '400']);
  expect(screen.getByRole('columnheader', { name: 'Fridericia' })).toHaveAttribute('data-chosen');
  expect(screen.getByRole('columnheader', { name: 'Bazett' })).not.toHaveAttribute('data-chosen');
  expect(screen.getByText(/above 90: Bazett corrects too much/)).toBeInTheDocument();
});

it('goes by Bazett under 18, and withholds above 150 bpm of an adult', () => {
  renderThemed(<QtcPanel recording={withQt([250, 160])} age_years={12} />);
  expect(screen.getByRole('columnheader', { name: 'Bazett' })).toHaveAttribute('data-chosen');
  expect(row(/^Device/)).not.toHaveTextContent('withheld');
  renderThemed(<QtcPanel recording={withQt([250, 160])} age_years={null} />);
  expect(screen.getByText('withheld: heart rate too high')).toBeInTheDocument();
  expect(screen.getByText(/age unknown/)).toBeInTheDocument();
});

it('shows JT where the QRS is wide', () => {
  const recording = withQt([420, 70]);
  const measurements = recording.measurements && { ...recording.measurements, qrs_ms: 150 };
  renderThemed(<QtcPanel recording={{ ...recording, measurements }} age_years={74} />);
  expect(screen.getByText(/JT 270 ms/)).toBeInTheDocument();
});

it.each([
  [410, /^\+10 ms/, 'within ±26 ms: no detectable change'],
  [370, /^−30 ms/, 'beyond ±26 ms of a repeated measurement'],
  [465, /^\+65 ms/, 'a rise of 60 ms or more'],
])('sets QTc of %i ms against the baseline of 400', (qt, delta, verdict) => {
  renderThemed(
    <BaselineChange
      recording={withQt([500, 60], [qt, 60])}
      baseline={withQt([500, 60], [400, 60])}
      age_years={74}
      timeZone="Europe/Brussels"
    />,
  );
  expect(screen.getByText(delta)).toBeInTheDocument();
  expect(screen.getByText(verdict)).toBeInTheDocument();
  expect(screen.getByText('Fridericia, computed in both')).toBeInTheDocument();
});

it('does not compare the numbers of two sources', () => {
  const recording = { ...withQt([400, 60]), measurements: null };
  renderThemed(
    <BaselineChange recording={recording} baseline={withQt([400, 60])} age_years={74} timeZone="Europe/Brussels" />,
  );
  expect(screen.getByText('No source gives a QTc in both ECGs.')).toBeInTheDocument();
});

it('says of a long recording in how much of it fibrillation is suspected, and how much could be judged', () => {
  const times = { judged_ms: 28_800_000, longest_ms: 600_000, found: 1, episodes: [{ from_ms: 0, to_ms: 600_000 }] };
  renderThemed(<RhythmLine derived={{ ...derivedOf(), fibrillation: { ...times, suspected_ms: 600_000 } }} />);
  expect(screen.getByText(/regular, AF suspected in 10 min of 8 h judged/)).toBeInTheDocument();
  renderThemed(<RhythmLine derived={{ ...derivedOf(), fibrillation: { ...times, suspected_ms: 0 } }} />);
  expect(screen.getByText(/AF suspected in none of 8 h judged/)).toBeInTheDocument();
});

it('says what the rhythm looks like, and that it is no diagnosis', () => {
  renderThemed(<RhythmLine derived={derivedOf()} />);
  expect(screen.getByText(/regular, AF not suspected/)).toHaveTextContent('nightbeat-measure 1.2.0, not a diagnosis');
  renderThemed(<RhythmLine derived={derivedOf({ noise_uv: 300 })} />);
  expect(screen.getByText(/not judged: too noisy/)).toBeInTheDocument();
});
