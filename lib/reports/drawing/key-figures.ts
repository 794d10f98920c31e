import { formatPlainDate } from '@/lib/client/format-time';
import { formatDecimal, formatWhole } from '@/lib/client/format-value';
import type { TrialState } from '@/lib/patients/domain/therapy-trends';
import type { ValueSource } from '@/lib/patients/domain/timeline';
import type { JointContent } from '../domain/joint-content';
import type { ReportInputs } from '../domain/report-inputs';

/** One of the figures at the top: what it is, the figure, and what it rests on. */
export interface KeyFigure {
  title: string;
  figure: string;
  lines: string[];
}

const hours = (minutes: number | null) => (minutes === null ? 'not known' : `${(minutes / 60).toFixed(1)} h`);
const nightsText = (count: number) => `${count} ${count === 1 ? 'night' : 'nights'}`;

/** Whose values they are; a computed one with the algorithm's version. */
export function sourceText(source: ValueSource, { nights }: ReportInputs['rules']): string {
  return source === 'device' ? 'As reported by the device' : `Computed, ${nights.algorithm} ${nights.version}`;
}

function trialText(trial: TrialState | null, start: string | null): string {
  if (start === null) return 'Payer’s rule not judged: therapy start not known';
  if (!trial) return 'Payer’s rule not judged: therapy start outside this range';
  const { adherent, from } = trial.best;
  const best = `${adherent} of 30 nights from ${formatPlainDate(from)}`;
  if (trial.outlook === 'met') return `Payer’s rule met: ${best}`;
  return trial.outlook === 'open'
    ? `Payer’s rule can still be met; best ${best}`
    : `Payer’s rule not met; best ${best}`;
}

function adherence({ usage, trial }: JointContent, { patient, rules }: ReportInputs): KeyFigure {
  const title = 'Adherence: nights of 4 h and more';
  if (!usage || usage.with_data === 0)
    return { title, figure: 'No data', lines: ['No night of this range has data; that is not 0 h.'] };
  const { adherent, nights, with_data, unused, excluded } = usage;
  const none = nights - with_data;
  return {
    title,
    // rounded down: 69.9 % must not read as 70 %
    figure: `${adherent} of ${nights} (${Math.floor((100 * adherent) / nights)} %)`,
    lines: [
      `Data of ${nightsText(with_data)}, ${unused} of them 0 h; no data: ${none}`,
      `Mean ${hours(usage.mean)}; with no data as 0 h ${hours(usage.mean_with_zeros)}`,
      `Median of used nights ${hours(usage.median_used)}`,
      ...(excluded > 0 ? [`${nightsText(excluded)} with something excluded, whole for this rule`] : []),
      trialText(trial, patient.therapy_start),
      `Rule ${rules.adherence.name} ${rules.adherence.version}. ${sourceText(usage.source, rules)}`,
    ],
  };
}

const PARTS = [
  ['oai', 'OA'],
  ['cai', 'CA'],
  ['mai', 'MA'],
  ['uai', 'UA'],
  ['hi', 'H'],
] as const;

function ahiFigure({ ahi }: JointContent, { rules }: ReportInputs): KeyFigure {
  const title = 'Residual AHI';
  if (!ahi) return { title, figure: 'Not known', lines: ['No night of this range has an AHI and hours of use.'] };
  const parts = PARTS.flatMap(([name, letters]) => {
    const value = ahi.parts[name];
    return value === null ? [] : [`${letters} ${value.toFixed(1)}`];
  });
  return {
    title,
    figure: `${ahi.value.toFixed(1)} /h`,
    lines: [
      parts.length > 0 ? `${parts.join(', ')} /h` : 'Kinds of event not known of all nights',
      `${nightsText(ahi.nights)}, events over hours of use`,
      'Device AHI per usage hour, not a sleep study',
      sourceText(ahi.source, rules),
    ],
  };
}

const leakKind = (kind: string | null) => (kind === null ? 'Kind of leak not stated' : `Leak: ${kind}`);

function leakFigure({ leak }: JointContent, { rules }: ReportInputs): KeyFigure {
  const title = 'Leak P95, mean of nights';
  if (!leak) return { title, figure: 'Not known', lines: ['No night of this range has a 95th percentile of leak.'] };
  return {
    title,
    figure: `${formatWhole(leak.value)} L/min`,
    lines: [
      `Highest night ${formatWhole(leak.highest)} L/min`,
      `${nightsText(leak.nights)}. ${leakKind(leak.leak_type)}`,
      sourceText(leak.source, rules),
    ],
  };
}

function pressureFigure({ pressure }: JointContent, { rules }: ReportInputs): KeyFigure {
  const title = 'Pressure, mean of nights';
  if (!pressure) return { title, figure: 'Not known', lines: ['No night of this range has percentiles of pressure.'] };
  const value = (cmh2o: number | null) => (cmh2o === null ? 'not known' : `${formatDecimal(cmh2o, 1)} cmH2O`);
  return {
    title,
    figure: `P95 ${value(pressure.p95)}`,
    lines: [`Median ${value(pressure.p50)}`, nightsText(pressure.nights), sourceText(pressure.source, rules)],
  };
}

/** The figures of therapy at the top of the page, each with its source. */
export function keyFigures(content: JointContent, inputs: ReportInputs): KeyFigure[] {
  return [adherence, ahiFigure, leakFigure, pressureFigure].map((figure) => figure(content, inputs));
}
