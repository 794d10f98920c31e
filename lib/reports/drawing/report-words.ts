import { formatName, formatSex } from '@/lib/client/format-person';
import { formatAge, formatDateTime, formatPlainDate } from '@/lib/client/format-time';
import { formatDuration, formatWhole } from '@/lib/client/format-value';
import { settingsChangeText } from '@/lib/client/settings-words';
import { clockText } from '@/lib/correlation/domain/clock/clock-rule';
import { linkText } from '@/lib/correlation/domain/links/link-text';
import type { EcgSource } from '@/lib/correlation/domain/statistics/ecg-values';
import { ALARM_INK } from '@/lib/pdf/pdf-page';
import type { EcgContent, EcgSummary, Finding, JointContent } from '../domain/joint-content';
import type { LeftOut } from '../domain/left-out';
import type { ReportInputs } from '../domain/report-inputs';
import type { Item } from './blocks';

/** `1 ECG`, `3 ECGs`. */
const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The head: whose page it is, what it is about, when and by whom it was made. */
export function headWords(inputs: ReportInputs, content: JointContent) {
  const { patient, organization, range, made_at, made_by } = inputs;
  const zone = organization.time_zone;
  const born = patient.birth_date
    ? `${formatPlainDate(patient.birth_date)} (${formatAge(patient.birth_date, made_at, zone)})`
    : 'not known';
  const { count, unconfirmed } = content.ecg;
  const boundary = String(patient.night_boundary_hour).padStart(2, '0');
  const nights = `Nights of ${formatPlainDate(range.from)} to ${formatPlainDate(content.last_night)} (${content.nights_counted})`;
  return {
    name: formatName(patient),
    identity: `Born ${born}     Sex ${formatSex(patient.sex)}     Patient ID ${patient.patient_id}`,
    flags: [
      `Pacemaker: ${patient.pacemaker}`,
      `Known atrial fibrillation: ${patient.atrial_fibrillation}`,
      ...(patient.verified ? [] : ['IDENTITY NOT VERIFIED']),
    ].join('     '),
    about: `${content.nights_counted === 0 ? 'No night of the range is over' : nights}; ECGs of ${formatPlainDate(range.from)} to ${formatPlainDate(range.to)} and the next morning to ${boundary}:00`,
    made: `Made ${formatDateTime(made_at, zone)} by ${made_by ?? 'the program'}, ${organization.name}. Times in ${zone}.`,
    state:
      count === 0
        ? 'No ECG in this range.'
        : unconfirmed === 0
          ? `The readings of all ${counted(count, 'ECG')} are confirmed.`
          : `UNCONFIRMED readings: ${unconfirmed} of ${counted(count, 'ECG')}.`,
    alarm: unconfirmed > 0,
  };
}

const SOURCES: Record<EcgSource, string> = {
  device: 'device',
  corrected: 'from the device’s QT and rate',
  computed: 'computed from the samples',
};

function summaryText(label: string, unit: string, summary: EcgSummary | null): string {
  if (!summary) return `${label}: not sent`;
  const { n, median, low, high, sources } = summary;
  const whose = sources.map((source) => SOURCES[source]).join('; ');
  return `${label}: median ${formatWhole(median)} ${unit} (${formatWhole(low)} to ${formatWhole(high)}), ${counted(n, 'ECG')}, ${whose}`;
}

/** How the ECGs of the range look together: values as devices sent them, rhythm as devices name it, place to therapy. */
export function ecgSummaryWords(ecg: EcgContent): string[] {
  const links = (['during', 'morning_after', 'same_night', 'none'] as const)
    .filter((kind) => ecg.links[kind] > 0)
    .map((kind) => `${linkText(kind)}: ${ecg.links[kind]}`);
  return [
    [summaryText('Heart rate', 'bpm', ecg.heart_rate), summaryText('QTc Fridericia', 'ms', ecg.qtc)].join('.  '),
    `Atrial fibrillation or flutter named by the device: ${ecg.af_by_device} of ${counted(ecg.rhythm_stated, 'ECG')} whose device states a rhythm.  ${links.join(', ')}.`,
  ];
}

function findingText({ recording_date, text, state, author }: Finding, zone: string): string {
  const by =
    state === null
      ? ''
      : ` (${state === 'preliminary' ? 'preliminary, UNCONFIRMED' : state}, ${author ?? 'reader not known'})`;
  return `${formatDateTime(recording_date, zone)}${by}: ${text}`;
}

/** Readers' findings, then what devices state, each group under the name of whose it is. */
export function findingItems(findings: readonly Finding[], zone: string): Item[] {
  return findings.map((finding) => ({
    text: findingText(finding, zone),
    ...(finding.state === 'preliminary' ? { colour: ALARM_INK } : {}),
  }));
}

/** What was computed, in one sentence; why there is nothing where there is not. */
export function computedWords({ computed }: EcgContent): string {
  if (!computed) return 'Values computed from ECGs are not shown in this organisation.';
  if (computed.ecgs === 0) return `${computed.name} ${computed.version}: no ECG of this range was measured.`;
  const value = (label: string, unit: string, figure: { median: number; n: number } | null) =>
    figure ? `${label} median ${formatWhole(figure.median)} ${unit} (n ${figure.n})` : `${label} not measured`;
  const { af_suspected, af_judged, followed, name, version } = computed;
  const rhythm = `atrial fibrillation suspected in ${af_suspected} of ${counted(af_judged, 'ECG')} that could be judged`;
  const time = followed
    ? `, for ${formatDuration(followed.suspected_ms)} of ${formatDuration(followed.judged_ms)} judged beat by beat in ${counted(followed.ecgs, 'long ECG')}`
    : '';
  return `${name} ${version}: ${value('heart rate', 'bpm', computed.heart_rate)}, ${value('QTc Fridericia', 'ms', computed.qtc)}; ${rhythm}${time}. Not a diagnosis.`;
}

/** Every change of mode, settings or mask with medians on both sides, newest first. */
export function changeItems({ changes }: JointContent): Item[] {
  const pair = ({ before, after }: { before: number | null; after: number | null }, divide = 1) => {
    const text = (value: number | null) => (value === null ? 'too few' : (value / divide).toFixed(1));
    return `${text(before)} to ${text(after)}`;
  };
  return changes.map(({ date, words, ahi, usage_minutes }) => ({
    text: `${formatPlainDate(date)}: ${settingsChangeText(words)}. AHI ${pair(ahi)} /h, usage ${pair(usage_minutes, 60)} h`,
  }));
}

const OF_WORDS = {
  ahi: ' out of the AHI',
  leak: ' out of the leak',
  heart_rate: ' out of the heart rate',
  qtc: ' out of the QTc',
};
const WHAT_WORDS = { session: 'session', night: 'night', ecg: 'ECG' };

/** What does not count, out of what, and why. */
export function leftOutItems(left_out: readonly LeftOut[]): Item[] {
  return left_out.map(({ what, count, of, reason }) => ({
    text: `${counted(count, WHAT_WORDS[what])}${of === null ? ' excluded by a person' : OF_WORDS[of]}: ${reason}`,
  }));
}

function deviceItems({ devices, nights, ecgs }: ReportInputs): Item[] {
  return devices.map(({ device_id, kind, make, model, serial }) => {
    const name = [make, model].filter(Boolean).join(' ') || device_id;
    const amount =
      kind === 'ecg'
        ? counted(ecgs.filter((ecg) => ecg.device_id === device_id).length, 'ECG')
        : counted(nights.filter((night) => night.device_ids.includes(device_id)).length, 'night');
    return { text: `${name}${serial === null ? '' : `, serial ${serial}`}: ${amount}`, most_lines: 1 };
  });
}

/** Where everything comes from: devices with their counts, how their clocks stand to each other, rules and versions. */
export function sourceItems(
  inputs: ReportInputs,
  content: JointContent,
): { devices: Item[]; clocks: Item[]; versions: string } {
  const nameOf = (kind: 'ecg' | 'therapy', id: string) =>
    inputs.devices.find((device) => device.kind === kind && device.device_id === id)?.model ?? id;
  const clocks = content.clocks.map(({ ecg_device_id, therapy_device_id, state }) => {
    const other =
      state.method === 'manual' || state.method === 'estimated' ? '; on other nights its uncertainty is unknown' : '';
    return {
      text: `${nameOf('ecg', ecg_device_id)} and ${nameOf('therapy', therapy_device_id)}: ${clockText(state)}${other}`,
    };
  });
  const { adherence, nights, ecg_algorithm } = inputs.rules;
  const ecg = ecg_algorithm ? `${ecg_algorithm.name} ${ecg_algorithm.version}` : 'none shown';
  return {
    devices: deviceItems(inputs),
    clocks,
    versions: `Adherence rule ${adherence.name} ${adherence.version}; nights ${nights.algorithm} ${nights.version}; ECG algorithm ${ecg}; layout ${inputs.layout}.`,
  };
}
