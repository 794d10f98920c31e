import { formatPlainDate } from '@/lib/client/format-time';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { modeWord } from '@/lib/client/settings-words';
import {
  type AtCursor,
  dateOfDay,
  type TimelineModel,
  type ValueSource,
  valueIn,
} from '@/lib/patients/domain/timeline';
import type { TimelineEcg, TimelineNight, TimelineNightValues } from '@/lib/patients/timeline-contracts';
import { AHI_PARTS } from './draw-lanes';

/** What a lane says at the cursor: the value and a smaller second line. */
export interface Readout {
  value: string;
  detail: string;
}

export type LaneId = 'ecg' | 'usage' | 'ahi' | 'leak' | 'settings';

const sourceName = (source: ValueSource) => (source === 'device' ? 'device' : 'computed');

/** A value of a night with its unit, or why there is none. */
function figure(
  night: TimelineNight | null,
  missing: boolean,
  name: keyof TimelineNightValues,
  source: ValueSource,
  format: (value: number) => string,
): string {
  if (!night) return missing ? 'no data' : 'no night';
  if (night.excluded) return 'excluded';
  const value = valueIn(night, name, source);
  if (value === null && night.excluded_sessions > 0) return 'excluded in part';
  return value === null ? `not ${source === 'device' ? 'reported' : 'computed'}` : format(value);
}

export const usageText = (minutes: number) => (minutes === 0 ? '0 h' : `${(minutes / 60).toFixed(1)} h`);
export const ahiText = (ahi: number) => `${ahi.toFixed(1)} /h`;
export const leakText = (leak: number) => `${Math.round(leak)} L/min`;
export const pressureText = (pressure: number) => `${pressure.toFixed(1)}`;

/** The median pressure of a night, where its source tells it. */
export function medianPressureText(night: TimelineNight, source: ValueSource): string | null {
  const median = valueIn(night, 'pressure_p50_cmh2o', source);
  return median === null ? null : `P50 ${pressureText(median)}`;
}

/** QTc of an ECG with its formula, or that none was sent. */
export function qtcText(ecg: TimelineEcg): string {
  return ecg.qtc_ms === null ? 'QTc not sent' : `${Math.round(ecg.qtc_ms)} ms`;
}

/** Whose value it is, the formula and the heart rate. */
export function ecgDetail(ecg: TimelineEcg): string {
  const rate = ecg.heart_rate_bpm === null ? 'HR not sent' : `HR ${Math.round(ecg.heart_rate_bpm)} bpm`;
  const formula = ecg.qtc_ms === null ? '' : `${qtcFormulaText(ecg.qtc_formula)}, `;
  const unconfirmed = ecg.reading_state === 'unconfirmed' || ecg.reading_state === 'preliminary';
  return `${formula}${rate}${unconfirmed ? ', unconfirmed' : ''}`;
}

/** The kinds of event of a night: `OA 0.2, CA 1.0, H 0.1`. */
export function ahiParts(night: TimelineNight, source: ValueSource): string {
  return AHI_PARTS.flatMap(({ name, letters }) => {
    const value = valueIn(night, name, source);
    return value === null || value === 0 ? [] : [`${letters} ${value.toFixed(1)}`];
  }).join(', ');
}

/** How many sessions of a night count for nothing. */
const excludedText = ({ excluded, excluded_sessions: count }: TimelineNight) =>
  count > 0 && !excluded ? `, ${count} of them excluded` : '';

/** What every lane says at the cursor. */
export function readoutsAt(model: TimelineModel, at: AtCursor): Record<LaneId, Readout> {
  const { night, missing } = at;
  const { sources } = model;
  const ecg = at.ecgs.at(-1);
  const read = (name: keyof TimelineNightValues, source: ValueSource, format: (value: number) => string) =>
    figure(night, missing, name, source, format);
  const epap = night ? valueIn(night, 'epap_p95_cmh2o', sources.pressure) : null;
  const pressure = read('pressure_p95_cmh2o', sources.pressure, pressureText);
  const sessions = night?.session_count === 1 ? '1 session' : `${night?.session_count ?? 0} sessions`;
  return {
    ecg: ecg ? { value: qtcText(ecg), detail: ecgDetail(ecg) } : { value: 'no ECG', detail: '' },
    usage: {
      value: read('usage_minutes', sources.usage, usageText),
      detail: night ? `${sessions}${excludedText(night)}` : '',
    },
    ahi: { value: read('ahi', sources.ahi, ahiText), detail: night ? ahiParts(night, sources.ahi) : '' },
    leak: {
      value: read('leak_p95_l_min', sources.leak, leakText),
      detail: night ? (night.leak_type ?? 'kind not stated') : '',
    },
    settings: {
      value: epap === null ? pressure : `${pressure} / ${pressureText(epap)}`,
      detail: night
        ? [medianPressureText(night, sources.pressure), modeWord(night.mode)].filter(Boolean).join(', ')
        : '',
    },
  };
}

/** Everything at the cursor as one sentence, for those who hear it. */
export function cursorSentence(model: TimelineModel, at: AtCursor): string {
  const { ecg, usage, ahi, leak, settings } = readoutsAt(model, at);
  const date = formatPlainDate(dateOfDay(at.day));
  const parts = [ecg.detail === '' ? ecg.value : `QTc ${ecg.value}, ${ecg.detail}`];
  if (!at.night) parts.push(at.missing ? 'no therapy data' : 'no night');
  else
    parts.push(
      `usage ${usage.value}`,
      `AHI ${ahi.value}`,
      `leak ${leak.value} ${leak.detail}`,
      `pressure P95 ${settings.value} cmH2O, ${settings.detail}`,
    );
  return `Night of ${date}: ${parts.join('; ')}`;
}

/** What a lane is called, and whose values it shows. */
export function laneLabels(model: TimelineModel): Record<LaneId, { title: string; sub: string }> {
  const { sources } = model;
  const leakKinds = [...new Set(model.nights.map(({ night }) => night.leak_type ?? 'kind not stated'))];
  // the lane has room for one kind; each night names its own at the cursor
  const leakKind = leakKinds.length > 1 ? 'kinds differ' : (leakKinds[0] ?? 'none');
  return {
    ecg: { title: 'ECG', sub: 'QTc ms, bpm below; device' },
    usage: { title: 'Usage', sub: `h per night; ${sourceName(sources.usage)}` },
    ahi: { title: 'AHI', sub: `/h of usage; ${sourceName(sources.ahi)}` },
    leak: { title: 'Leak P95', sub: `L/min, ${leakKind}; ${sourceName(sources.leak)}` },
    settings: { title: 'Settings', sub: `P95, dotted P50, EPAP cmH₂O; ${sourceName(sources.pressure)}` },
  };
}

/** The result of each lane over the shown range in one sentence. */
export function laneSentences(model: TimelineModel, from: number, to: number): Record<LaneId, string> {
  const range = `${formatPlainDate(dateOfDay(from))} to ${formatPlainDate(dateOfDay(to))}`;
  const nights = model.nights.filter(({ day }) => day >= from - 1 && day <= to).map(({ night }) => night);
  const ecgs = model.ecgs.filter(({ position }) => position >= from && position <= to);
  const span = (name: keyof TimelineNightValues, source: ValueSource, format: (value: number) => string) => {
    const values = nights.flatMap((night) => valueIn(night, name, source) ?? []);
    const [first] = values;
    if (first === undefined) return 'no values';
    const low = values.reduce((least, value) => Math.min(least, value), first);
    const high = values.reduce((most, value) => Math.max(most, value), first);
    return `${format(low)} to ${format(high)} over ${values.length} nights`;
  };
  const { sources } = model;
  return {
    ecg: `${ecgs.length} ECGs, ${range}; values in the table`,
    usage: `Usage, ${range}: ${span('usage_minutes', sources.usage, usageText)}`,
    ahi: `AHI, ${range}: ${span('ahi', sources.ahi, ahiText)}`,
    leak: `Leak P95, ${range}: ${span('leak_p95_l_min', sources.leak, leakText)}`,
    settings: `Pressure P95, ${range}: ${span('pressure_p95_cmh2o', sources.pressure, pressureText)} cmH2O`,
  };
}
