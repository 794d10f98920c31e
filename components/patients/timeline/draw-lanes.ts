import type { TokenName } from '@/components/ui/tokens';
import { modeWord } from '@/lib/client/settings-words';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import {
  type PlacedEcg,
  type PlacedNight,
  type SettingsSegment,
  type TimelineModel,
  type ValueSource,
  valueIn,
  wholeUsage,
} from '@/lib/patients/domain/timeline';
import type { TimelineNightValues } from '@/lib/patients/timeline-contracts';
import {
  barOf,
  drawGaps,
  drawNightLine,
  drawReference,
  drawScale,
  drawText,
  type LaneFrame,
  xOf,
  yScale,
} from './lane-frame';

const ADHERENT_MINUTES = 240;
/** The parts of an AHI in the order they stand on one another. */
export const AHI_PARTS = [
  { name: 'oai', letters: 'OA', token: 'e-oa' },
  { name: 'cai', letters: 'CA', token: 'e-ca' },
  { name: 'mai', letters: 'MA', token: 'e-ua' },
  { name: 'uai', letters: 'UA', token: 'e-ua' },
  { name: 'hi', letters: 'H', token: 'e-h' },
] as const satisfies readonly { name: keyof TimelineNightValues; letters: string; token: TokenName }[];

/** The largest value of all nights, so that the scale stays while one zooms. */
function highest(model: TimelineModel, name: keyof TimelineNightValues, source: ValueSource, least: number): number {
  return model.nights.reduce((most, { night }) => Math.max(most, valueIn(night, name, source) ?? 0), least);
}

/** The nights in view, with one more at both ends so that lines reach the edges. */
function nightsInView(model: TimelineModel, frame: LaneFrame): PlacedNight[] {
  return model.nights.filter(({ day }) => day + 2 >= frame.view.from && day - 1 <= frame.view.to);
}

function drawEcgPoint(frame: LaneFrame, placed: PlacedEcg, x: number, y: number): void {
  const { ctx } = frame;
  ctx.beginPath();
  ctx.arc(x, y, 4, 0, 2 * Math.PI);
  ctx.fillStyle = frame.color(isFinal(placed.ecg.reading_state) ? 'c-heart' : 'surface');
  ctx.fill();
  ctx.strokeStyle = frame.color('c-heart');
  ctx.lineWidth = 1.8;
  ctx.stroke();
}

const LABEL_ROOM = 34;

/** QTc as sent, joined where the formula is the same; heart rate below. Hollow: nobody has confirmed it. */
export function drawEcgLane(frame: LaneFrame, model: TimelineModel): void {
  const values = model.ecgs.flatMap(({ ecg }) => (ecg.qtc_ms === null ? [] : [ecg.qtc_ms]));
  const low = values.reduce((least, value) => Math.min(least, value), values[0] ?? 400) - 10;
  const high = values.reduce((most, value) => Math.max(most, value), values[0] ?? 440) + 10;
  const y = yScale(frame, low, high, 20, 26);
  const { ctx } = frame;
  ctx.strokeStyle = frame.color('c-heart');
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  let before: PlacedEcg | null = null;
  for (const placed of model.ecgs) {
    if (placed.ecg.qtc_ms === null) continue;
    const x = xOf(frame, placed.position);
    if (before && before.ecg.qtc_formula === placed.ecg.qtc_formula) ctx.lineTo(x, y(placed.ecg.qtc_ms));
    else ctx.moveTo(x, y(placed.ecg.qtc_ms));
    before = placed;
  }
  ctx.stroke();
  let labelledTo = Number.NEGATIVE_INFINITY;
  for (const placed of model.ecgs) {
    const x = xOf(frame, placed.position);
    if (x < -4 || x > frame.width + 4) continue;
    const { qtc_ms, heart_rate_bpm } = placed.ecg;
    const atBottom = frame.height - 20;
    const pointY = qtc_ms === null ? atBottom : y(qtc_ms);
    drawEcgPoint(frame, placed, x, pointY);
    if (x - labelledTo < LABEL_ROOM) continue;
    labelledTo = x;
    const left = Math.min(frame.width - 24, Math.max(2, x - 10));
    if (qtc_ms !== null) drawText(frame, String(Math.round(qtc_ms)), left, pointY - 12, 'text');
    if (heart_rate_bpm !== null) drawText(frame, String(Math.round(heart_rate_bpm)), left, frame.height - 8);
  }
}

/** Hours a night; under 4 h in another colour, 0 h as a tick, an excluded night as a cross. */
export function drawUsageLane(frame: LaneFrame, model: TimelineModel): void {
  const source = model.sources.usage;
  const y = yScale(frame, 0, highest(model, 'usage_minutes', source, 720), 6, 2);
  drawGaps(frame, model.gaps);
  for (const { day, night } of nightsInView(model, frame)) {
    if (day + 0.5 < frame.view.from) continue;
    const minutes = night.excluded ? wholeUsage(night, source) : valueIn(night, 'usage_minutes', source);
    if (minutes === null) continue;
    const { x, width } = barOf(frame, day);
    const top = Math.min(y(minutes), frame.height - 4);
    frame.ctx.fillStyle = frame.color(Math.floor(minutes) >= ADHERENT_MINUTES ? 'c-ipap' : 'high');
    frame.ctx.globalAlpha = night.excluded ? 0.35 : 0.85;
    frame.ctx.fillRect(x, top, width, frame.height - 2 - top);
    frame.ctx.globalAlpha = 1;
    if (night.excluded) drawText(frame, '×', x + width / 2 - 3, Math.max(7, top - 8), 'text-2');
  }
  drawReference(frame, y(ADHERENT_MINUTES));
  frame.ctx.save();
  drawScale(frame, [4, 8, 12], (hours) => y(hours * 60));
  frame.ctx.restore();
}

/** Events per hour, by kind where the source tells them apart, else in one grey bar. */
export function drawAhiLane(frame: LaneFrame, model: TimelineModel): void {
  const source = model.sources.ahi;
  const most = highest(model, 'ahi', source, 10);
  const y = yScale(frame, 0, most, 6, 2);
  drawGaps(frame, model.gaps);
  for (const { day, night } of nightsInView(model, frame)) {
    if (day + 0.5 < frame.view.from) continue;
    const ahi = valueIn(night, 'ahi', source);
    if (ahi === null) continue;
    const { x, width } = barOf(frame, day);
    let below = 0;
    const stack = (value: number, token: TokenName) => {
      frame.ctx.fillStyle = frame.color(token);
      frame.ctx.fillRect(x, y(below + value), width, y(below) - y(below + value));
      below += value;
    };
    for (const { name, token } of AHI_PARTS) stack(valueIn(night, name, source) ?? 0, token);
    // what the kinds do not add up to is of no stated kind
    if (ahi > below) stack(ahi - below, 'e-ua');
  }
  drawReference(frame, y(5));
  drawScale(frame, [5, Math.floor(most / 10) * 10], y);
}

/** Nightly P95 of leak. No limit line: it depends on vendor and mask, and on the kind of leak. */
export function drawLeakLane(frame: LaneFrame, model: TimelineModel): void {
  const source = model.sources.leak;
  const most = highest(model, 'leak_p95_l_min', source, 30);
  const y = yScale(frame, 0, most);
  drawGaps(frame, model.gaps);
  const points = nightsInView(model, frame).map(({ day, night }) => ({
    day,
    value: valueIn(night, 'leak_p95_l_min', source),
  }));
  drawNightLine(frame, points, y, 'c-leak');
  drawScale(frame, [Math.floor(most / 10) * 10], y);
}

const BAND = 18;
const TICK = 5;

/** Segments of one mode put together. */
function modeRuns(segments: readonly SettingsSegment[]): SettingsSegment[] {
  const runs: SettingsSegment[] = [];
  for (const segment of segments) {
    const last = runs.at(-1);
    if (last && !segment.new_mode) last.to = segment.to;
    else runs.push({ ...segment });
  }
  return runs;
}

/** Modes as a band, named where there is room, with a short tick wherever settings change within a mode. */
function drawModes(frame: LaneFrame, segments: readonly SettingsSegment[]): void {
  const { ctx, width } = frame;
  ctx.font = '500 11px "Inter Variable", Inter, system-ui, sans-serif';
  ctx.textBaseline = 'middle';
  for (const run of modeRuns(segments)) {
    const [from, to] = [xOf(frame, run.from + 0.5), Math.min(width, xOf(frame, run.to + 1.5))];
    const left = Math.max(0, from);
    if (to < left) continue;
    ctx.fillStyle = frame.color('sunken');
    ctx.fillRect(left, 2, to - left, BAND);
    ctx.fillStyle = frame.color('text-2');
    if (from >= 0) ctx.fillRect(Math.round(from), 2, 2, BAND);
    const label = modeWord(run.mode);
    if (left + 6 + ctx.measureText(label).width < to) ctx.fillText(label, left + 6, 2 + (BAND - TICK) / 2);
  }
  for (const { from, new_mode } of segments)
    if (!new_mode) ctx.fillRect(Math.round(xOf(frame, from + 0.5)), 2 + BAND - TICK, 1, TICK);
}

/** Mode and its settings as a band; below, P95 pressure, dotted its median, and EPAP of two-level modes. */
export function drawSettingsLane(frame: LaneFrame, model: TimelineModel): void {
  const source = model.sources.pressure;
  drawGaps(frame, model.gaps);
  drawModes(frame, model.segments);
  const y = yScale(frame, 0, highest(model, 'pressure_p95_cmh2o', source, 20), BAND + 6, 4);
  const nights = nightsInView(model, frame);
  const line = (name: keyof TimelineNightValues, token: TokenName, dotted = false) =>
    drawNightLine(
      frame,
      nights.map(({ day, night }) => ({ day, value: valueIn(night, name, source) })),
      y,
      token,
      dotted,
    );
  line('pressure_p50_cmh2o', 'c-ipap', true);
  line('epap_p95_cmh2o', 'c-epap');
  line('pressure_p95_cmh2o', 'c-ipap');
  drawScale(frame, [10, 20], y);
}
