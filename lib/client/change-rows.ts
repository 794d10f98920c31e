import {
  type Change,
  type ChangeVerdict,
  COMPARED_VALUES,
  COMPUTED_VALUES,
  type ComparedValue,
  type ComputedChange,
  compareComputedQtc,
  compareDerived,
  compareMeasurements,
  type NoChangeReason,
  type NoComputedReason,
} from '@/lib/ecg/domain/comparison/change-table';
import type { Judging } from '@/lib/ecg/domain/comparison/judging';
import { QTC_FORMULAE, type QtcFormula } from '@/lib/ecg/domain/qtc';
import type { Recording } from '@/lib/recordings/contracts';
import { formatSigned, formatWhole } from './format-value';
import { qtcFormulaText, unmeasuredText } from './measured-text';

const LABELS: Record<ComparedValue, { label: string; unit: string }> = {
  heart_rate_bpm: { label: 'HR', unit: 'bpm' },
  pr_ms: { label: 'PR', unit: 'ms' },
  qrs_ms: { label: 'QRS', unit: 'ms' },
  qt_ms: { label: 'QT', unit: 'ms' },
  qtc_ms: { label: 'QTc', unit: 'ms' },
  p_axis_deg: { label: 'P axis', unit: '°' },
  qrs_axis_deg: { label: 'QRS axis', unit: '°' },
  t_axis_deg: { label: 'T axis', unit: '°' },
};

const VERDICTS: Record<ChangeVerdict, string> = {
  within_repeatability: 'within repeatability',
  beyond_repeatability: 'more than repeatability',
  rise_of_60: 'rise of 60 ms or more',
};

const REASONS: Record<NoChangeReason, string> = {
  // what stands in the place of the value says so
  not_sent: '',
  not_measured: '',
  formulae_differ: 'formulae differ',
  formula_not_stated: 'formula not stated',
  rate_too_high: 'withheld: HR above 150',
  versions_differ: 'computed by different versions',
};

/** What the bands of the verdicts are, for under a table. */
export const REPEATABILITY_TEXT =
  'Repeatability: QT ±32 ms, QTc ±26 ms. Of the others none is agreed upon, so they are not judged.';

/** A value as it is written, or what stands in its place. */
interface ShownValue {
  text: string;
  missing: boolean;
}

/** A row of the table of changes, in words. */
export interface ChangeRow {
  key: string;
  label: string;
  unit: string;
  /** By which formulae, where the devices name any. */
  detail: string | null;
  earlier: ShownValue;
  later: ShownValue;
  /** `+12`; empty where there is none. */
  delta: string;
  /** What the difference says, or why there is none; empty where nothing is said. */
  note: string;
  verdict: ChangeVerdict | null;
}

/** Rows of one source: no difference is ever taken across two. */
export interface ChangeGroup {
  title: string;
  rows: ChangeRow[];
}

type RowHead = Pick<ChangeRow, 'label' | 'unit'> & { detail?: string };
type Missing = ComputedChange['missing'];

function missingText(reason: NoComputedReason | null): string {
  if (reason === null) return '–';
  if (reason === 'not_shown') return 'not computed';
  return reason === 'rate_too_high' ? 'HR too high' : unmeasuredText(reason);
}

function rowOf(key: string, head: RowHead, change: Change & { missing?: Missing }, judging: Judging): ChangeRow {
  const { delta, reason, missing } = change;
  const value = (number: number | null, why: NoComputedReason | null | undefined): ShownValue => {
    const text = formatWhole(number);
    return text === null ? { text: missingText(why ?? null), missing: true } : { text, missing: false };
  };
  const shown = {
    ...{ key, detail: null, ...head },
    earlier: value(change.earlier, missing?.earlier),
    later: value(change.later, missing?.later),
  };
  if (!judging.differences) return { ...shown, delta: '', note: '', verdict: null };
  const verdict = judging.verdicts ? change.verdict : null;
  if (delta === null) return { ...shown, delta: '', note: reason ? REASONS[reason] : '', verdict: null };
  return { ...shown, delta: formatSigned(delta) ?? '', note: verdict ? VERDICTS[verdict] : '', verdict };
}

function formulaDetail(earlier: Recording, later: Recording): string {
  const name = ({ measurements }: Recording) => qtcFormulaText(measurements?.qtc_formula ?? null);
  const [before, after] = [name(earlier), name(later)];
  return before === after ? after : `${before}, then ${after}`;
}

function computedTitle({ derived: before }: Recording, { derived: after }: Recording): string {
  const versions = [before, after].flatMap((one) => (one ? [`${one.algorithm} ${one.version}`] : []));
  return `Computed from the samples, ${[...new Set(versions)].join(', then ')}`;
}

/** Every value of two ECGs with its difference, by whose it is: sent by the devices, computed from those, computed by us. */
export function changeGroups(earlier: Recording, later: Recording, judging: Judging): ChangeGroup[] {
  const device = compareMeasurements(earlier, later);
  const qtc = compareComputedQtc(earlier, later);
  const derived = compareDerived(earlier, later);
  const head = (name: ComparedValue): RowHead =>
    name === 'qtc_ms' ? { ...LABELS[name], detail: formulaDetail(earlier, later) } : LABELS[name];
  const formulaHead = (formula: QtcFormula, label = ''): RowHead => ({
    label: `${label}${qtcFormulaText(formula)}`,
    unit: 'ms',
  });
  const groups: ChangeGroup[] = [
    {
      title: 'Device, as sent',
      rows: COMPARED_VALUES.map((name) => rowOf(`device ${name}`, head(name), device[name], judging)),
    },
    {
      title: 'QTc, computed from the device’s QT and HR',
      rows: QTC_FORMULAE.map((formula) => rowOf(`device ${formula}`, formulaHead(formula), qtc[formula], judging)),
    },
  ];
  if (!derived) return groups;
  const rows = [
    ...COMPUTED_VALUES.map((name) => rowOf(`computed ${name}`, LABELS[name], derived.values[name], judging)),
    ...QTC_FORMULAE.map((formula) =>
      rowOf(`computed ${formula}`, formulaHead(formula, 'QTc '), derived.qtc[formula], judging),
    ),
  ];
  return [...groups, { title: computedTitle(earlier, later), rows }];
}
