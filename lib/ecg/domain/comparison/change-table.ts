import type { UnmeasuredReason } from '@/lib/measure/domain/ecg-measurement';
import type { Recording } from '@/lib/recordings/contracts';
import { measuredOf } from '../derived-ecg';
import { allQtc, QTC_FORMULAE, type QtcFormula, rrFromRate } from '../qtc';

type Measurements = NonNullable<Recording['measurements']>;

/** What a comparison looks at of a record. */
export type ComparedEcg = Pick<Recording, 'measurements'>;

/** The values a device sends that are compared one by one. */
export const COMPARED_VALUES = [
  'heart_rate_bpm',
  'pr_ms',
  'qrs_ms',
  'qt_ms',
  'qtc_ms',
  'p_axis_deg',
  'qrs_axis_deg',
  't_axis_deg',
] as const satisfies readonly (keyof Measurements)[];
export type ComparedValue = (typeof COMPARED_VALUES)[number];

/** What a difference says beside the repeatability of the measurement, where that is known. */
export type ChangeVerdict = 'within_repeatability' | 'beyond_repeatability' | 'rise_of_60';

/** Why there is no difference, though there may be values. */
export type NoChangeReason =
  | 'not_sent'
  | 'formulae_differ'
  | 'formula_not_stated'
  | 'rate_too_high'
  | 'not_measured'
  | 'versions_differ';

/** One value of two ECGs; whole numbers as they are shown, and the difference of the numbers shown. */
export interface Change {
  earlier: number | null;
  later: number | null;
  delta: number | null;
  verdict: ChangeVerdict | null;
  reason: NoChangeReason | null;
}

/** Change of QT, and of QT adjusted for rate, that a repeated measurement alone can bring, in ms (PMC4025961). */
export const REPEATABILITY_MS = { qt: 32, qtc: 26 } as const;
/** A QTc that rose by this much is a high risk (Appl Clin Inform 2022;13:19–29, doi 10.1055/s-0041-1740483). */
const QTC_RISE_MS = 60;
/** Above this rate no QTc of an adult is computed, as in monitors (IntelliVue MX800 manual, p. 150). */
const HIGHEST_RATE_BPM = 150;

/** What a difference of two QTc values says, in ms. */
export const qtcVerdict = (delta: number): ChangeVerdict => verdictOf(delta, REPEATABILITY_MS.qtc, true);

function verdictOf(delta: number, band_ms: number, risesMatter: boolean): ChangeVerdict {
  if (risesMatter && delta >= QTC_RISE_MS) return 'rise_of_60';
  return Math.abs(delta) <= band_ms ? 'within_repeatability' : 'beyond_repeatability';
}

const rounded = (value: number | null | undefined) => (value == null ? null : Math.round(value));

function changeOf(earlier: number | null, later: number | null, missing: NoChangeReason = 'not_sent'): Change {
  const delta = earlier === null || later === null ? null : later - earlier;
  return { earlier, later, delta, verdict: null, reason: delta === null ? missing : null };
}

/** The difference of two axes by the shorter way around, from −179° to 180°. */
function axisDelta(earlier: number, later: number): number {
  const around = (((later - earlier) % 360) + 360) % 360;
  return around > 180 ? around - 360 : around;
}

function deviceQtc(earlier: Measurements | null, later: Measurements | null, change: Change): Change {
  if (change.delta === null) return change;
  const formulae = [earlier?.qtc_formula, later?.qtc_formula].map((formula) => formula?.toLowerCase() ?? null);
  const withheld = (reason: NoChangeReason): Change => ({ ...change, delta: null, reason });
  if (formulae.includes(null)) return withheld('formula_not_stated');
  if (formulae[0] !== formulae[1]) return withheld('formulae_differ');
  return { ...change, verdict: verdictOf(change.delta, REPEATABILITY_MS.qtc, true) };
}

/**
 * What the devices measured in two ECGs and how it differs. Of a QTc only values by one and the same stated formula have a
 * difference; QT and QTc are set against their repeatability, the others have none that is agreed upon.
 */
export function compareMeasurements(earlier: ComparedEcg, later: ComparedEcg): Record<ComparedValue, Change> {
  const [before, after] = [earlier.measurements, later.measurements];
  const compared = (name: ComparedValue): Change => {
    const change = changeOf(rounded(before?.[name]), rounded(after?.[name]));
    if (name === 'qtc_ms') return deviceQtc(before, after, change);
    if (change.earlier === null || change.later === null || change.delta === null) return change;
    if (name === 'qt_ms') return { ...change, verdict: verdictOf(change.delta, REPEATABILITY_MS.qt, false) };
    return name.endsWith('_axis_deg') ? { ...change, delta: axisDelta(change.earlier, change.later) } : change;
  };
  const all = COMPARED_VALUES.map((name) => [name, compared(name)] as const);
  // made of every name just above
  return Object.fromEntries(all) as Record<ComparedValue, Change>;
}

type Computed = { ok: true; values: Record<QtcFormula, number> } | { ok: false; reason: NoChangeReason };

function computedQtc({ measurements }: ComparedEcg): Computed {
  const { qt_ms = null, heart_rate_bpm = null } = measurements ?? {};
  if (qt_ms === null || heart_rate_bpm === null || heart_rate_bpm <= 0) return { ok: false, reason: 'not_sent' };
  if (heart_rate_bpm > HIGHEST_RATE_BPM) return { ok: false, reason: 'rate_too_high' };
  return { ok: true, values: allQtc(qt_ms, rrFromRate(heart_rate_bpm)) };
}

/** QTc by all four formulae, computed by us from the QT and heart rate each device measured, and how they differ. */
export function compareComputedQtc(earlier: ComparedEcg, later: ComparedEcg): Record<QtcFormula, Change> {
  const [before, after] = [computedQtc(earlier), computedQtc(later)];
  const high = [before, after].some((one) => !one.ok && one.reason === 'rate_too_high');
  const all = QTC_FORMULAE.map((formula) => {
    const value = (side: Computed) => (side.ok ? Math.round(side.values[formula]) : null);
    const change = changeOf(value(before), value(after), high ? 'rate_too_high' : 'not_sent');
    const { delta } = change;
    return [
      formula,
      delta === null ? change : { ...change, verdict: verdictOf(delta, REPEATABILITY_MS.qtc, true) },
    ] as const;
  });
  // made of every formula just above
  return Object.fromEntries(all) as Record<QtcFormula, Change>;
}

type Derived = NonNullable<Recording['derived']>;

/** Why one side has no computed value. `not_shown`: none is there, or the organisation does not show them. */
export type NoComputedReason = UnmeasuredReason | 'rate_too_high' | 'not_shown';

/** A computed value of two ECGs, with why either is missing. */
export interface ComputedChange extends Change {
  missing: { earlier: NoComputedReason | null; later: NoComputedReason | null };
}

/** The values that are computed of an ECG and compared one by one. */
export const COMPUTED_VALUES = [
  'heart_rate_bpm',
  'pr_ms',
  'qrs_ms',
  'qt_ms',
  'p_axis_deg',
  'qrs_axis_deg',
  't_axis_deg',
] as const;
export type ComputedValue = (typeof COMPUTED_VALUES)[number];

/** What was computed of two ECGs, and how it differs. */
export interface DerivedChanges {
  values: Record<ComputedValue, ComputedChange>;
  qtc: Record<QtcFormula, ComputedChange>;
}

interface OneValue {
  value: number | null;
  reason: NoComputedReason | null;
}

function derivedValue(derived: Derived | null, name: ComputedValue): OneValue {
  if (!derived) return { value: null, reason: 'not_shown' };
  const { value, reason } = measuredOf(derived, name);
  return { value: rounded(value), reason };
}

function derivedQtc(derived: Derived | null, formula: QtcFormula): OneValue {
  if (!derived) return { value: null, reason: 'not_shown' };
  if (derived.qtc_ms) return { value: Math.round(derived.qtc_ms[formula]), reason: null };
  // a record without QTc says why
  return { value: null, reason: derived.not_measured.find(({ field }) => field === 'qtc_ms')?.reason ?? 'not_shown' };
}

function computedChange(before: OneValue, after: OneValue, sameVersion: boolean): ComputedChange {
  const change = changeOf(before.value, after.value, 'not_measured');
  const missing = { earlier: before.reason, later: after.reason };
  if (change.delta !== null && !sameVersion) return { ...change, delta: null, reason: 'versions_differ', missing };
  return { ...change, missing };
}

/**
 * What was computed of both ECGs from their samples, and how it differs. Only values by one and the same version of the
 * algorithm have a difference; none is ever taken between a computed value and one of a device.
 * @returns null where nothing computed is shown of either
 */
export function compareDerived(earlier: Pick<Recording, 'derived'>, later: typeof earlier): DerivedChanges | null {
  const [before, after] = [earlier.derived, later.derived];
  if (!before && !after) return null;
  const same = before?.algorithm === after?.algorithm && before?.version === after?.version;
  const values = COMPUTED_VALUES.map((name) => {
    const change = computedChange(derivedValue(before, name), derivedValue(after, name), same);
    const { delta } = change;
    if (delta === null || change.earlier === null || change.later === null) return [name, change] as const;
    if (name === 'qt_ms') return [name, { ...change, verdict: verdictOf(delta, REPEATABILITY_MS.qt, false) }] as const;
    if (!name.endsWith('_axis_deg')) return [name, change] as const;
    return [name, { ...change, delta: axisDelta(change.earlier, change.later) }] as const;
  });
  const qtc = QTC_FORMULAE.map((formula) => {
    const change = computedChange(derivedQtc(before, formula), derivedQtc(after, formula), same);
    return [formula, change.delta === null ? change : { ...change, verdict: qtcVerdict(change.delta) }] as const;
  });
  return {
    // made of every name, and every formula, just above
    values: Object.fromEntries(values) as DerivedChanges['values'],
    qtc: Object.fromEntries(qtc) as DerivedChanges['qtc'],
  };
}
