import { formatPlainDate } from '@/lib/client/format-time';
import { dateOfDay, dayNumber, type ValueSource } from '@/lib/patients/domain/timeline';
import { INK, type PdfDocument, SOFT_INK, write } from '@/lib/pdf/pdf-page';
import type { JointLanes, LaneNight } from '../domain/joint-lanes';
import { LEFT, RIGHT } from './blocks';

const PLOT = { left: LEFT + 27, right: RIGHT - 9 };
const GRID = '#d5dae0';
const BAR = '#3b6ea5';
const SHORT_BAR = '#b26a00';
const MARK = '#7a1f5c';
const ECG_LINE = '#c9a3bd';
const CHANGE = '#4a5560';
const LANE_GAP = 2.4;

interface Lane {
  title: string;
  sub: string;
  height: number;
  low: number;
  high: number;
  /** A value with a meaning of its own, drawn across. */
  mark?: number;
  draw: (plot: LanePlot) => void;
}

interface LanePlot {
  document: PdfDocument;
  xOf: (position: number) => number;
  yOf: (value: number) => number;
  base: number;
}

/** Up to the next step, and at least so far. */
function upTo(values: readonly (number | null)[], least: number, step: number): number {
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least);
  return Math.ceil(highest / step) * step;
}

/** Limits around values, at least so far apart as an ordinary range. */
function around(values: readonly (number | null)[], least: { low: number; high: number }, step: number) {
  const known = values.filter((value) => value !== null);
  const low = known.reduce((lowest, value) => Math.min(lowest, value), least.low);
  const high = known.reduce((highest, value) => Math.max(highest, value), least.high);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step };
}

type NightValue = 'usage_h' | 'ahi' | 'leak_l_min';

/** A bar a night, from noon to noon around its midnight; a cross for what is excluded, a line below for no data. */
function drawNights(nights: readonly LaneNight[], name: NightValue, colourOf: (value: number) => string) {
  return ({ document: { pdf }, xOf, yOf, base }: LanePlot) => {
    for (const night of nights) {
      const [from, to] = [xOf(night.day + 0.56), xOf(night.day + 1.44)];
      const value = night[name];
      const middle = (from + to) / 2;
      if (night.state === 'counted' && value !== null) {
        const top = yOf(value);
        // 0 h is a bar without height: a stroke on the base line tells it from no data
        pdf.rect(from, Math.min(top, base - 0.25), to - from, Math.max(base - top, 0.25)).fill(colourOf(value));
      } else if (night.state === 'no_data') {
        pdf
          .moveTo(from, base + 0.7)
          .lineTo(to, base + 0.7)
          .lineWidth(0.35)
          .strokeColor('#a8b0b8')
          .stroke();
      } else {
        pdf.moveTo(middle - 0.5, base - 1.5).lineTo(middle + 0.5, base - 0.5);
        pdf.moveTo(middle - 0.5, base - 0.5).lineTo(middle + 0.5, base - 1.5);
        pdf.lineWidth(0.2).strokeColor(SOFT_INK).stroke();
      }
    }
  };
}

function drawMarks(lanes: JointLanes, name: 'heart_rate_bpm' | 'qtc_ms') {
  return ({ document: { pdf }, xOf, yOf }: LanePlot) => {
    for (const ecg of lanes.ecgs) {
      const value = ecg[name];
      if (value !== null) pdf.circle(xOf(ecg.position), yOf(value), 0.75).fill(MARK);
    }
  };
}

const whose = (source: ValueSource) => (source === 'device' ? 'device' : 'computed');

function lanesOf(lanes: JointLanes): Lane[] {
  const { nights, ecgs, sources } = lanes;
  const plain = () => BAR;
  return [
    {
      ...{ title: 'QTc', sub: 'ms, Fridericia; device', height: 12, draw: drawMarks(lanes, 'qtc_ms') },
      ...around(
        ecgs.map(({ qtc_ms }) => qtc_ms),
        { low: 390, high: 450 },
        10,
      ),
    },
    {
      ...{ title: 'Heart rate', sub: 'bpm; device', height: 11, draw: drawMarks(lanes, 'heart_rate_bpm') },
      ...around(
        ecgs.map(({ heart_rate_bpm }) => heart_rate_bpm),
        { low: 50, high: 90 },
        10,
      ),
    },
    {
      ...{ title: 'Usage', sub: `h per night; ${whose(sources.usage)}`, height: 14, low: 0, mark: 4 },
      high: upTo(
        nights.map(({ usage_h }) => usage_h),
        8,
        2,
      ),
      // the figures count whole minutes, and so do the colours
      draw: drawNights(nights, 'usage_h', (hours) => (Math.floor(hours * 60 + 1e-9) >= 240 ? BAR : SHORT_BAR)),
    },
    {
      ...{ title: 'AHI', sub: `/h of usage; ${whose(sources.ahi)}`, height: 11, low: 0 },
      high: upTo(
        nights.map(({ ahi }) => ahi),
        5,
        5,
      ),
      draw: drawNights(nights, 'ahi', plain),
    },
    {
      ...{ title: 'Leak P95', sub: `L/min; ${whose(sources.leak)}`, height: 11, low: 0 },
      high: upTo(
        nights.map(({ leak_l_min }) => leak_l_min),
        24,
        12,
      ),
      draw: drawNights(nights, 'leak_l_min', plain),
    },
  ];
}

function drawLane(document: PdfDocument, lane: Lane, top: number, xOf: LanePlot['xOf']): void {
  const { pdf } = document;
  const base = top + lane.height;
  const yOf = (value: number) => base - ((value - lane.low) / (lane.high - lane.low)) * lane.height;
  for (const y of [top, base])
    pdf.moveTo(PLOT.left, y).lineTo(PLOT.right, y).lineWidth(0.15).strokeColor(GRID).stroke();
  if (lane.mark !== undefined) {
    const y = yOf(lane.mark);
    pdf.moveTo(PLOT.left, y).lineTo(PLOT.right, y).dash(1, { space: 1 }).lineWidth(0.2).strokeColor(SOFT_INK).stroke();
    pdf.undash();
    write(document, String(lane.mark), PLOT.right + 1, y - 1.2, { size: 2.3, colour: SOFT_INK });
  }
  lane.draw({ document, xOf, yOf, base });
  write(document, lane.title, LEFT, top, { size: 2.9, bold: true });
  write(document, lane.sub, LEFT, top + 3.8, { size: 2.3, colour: SOFT_INK });
  write(document, String(lane.high), PLOT.right + 1, top - 0.4, { size: 2.3, colour: SOFT_INK });
  write(document, String(lane.low), PLOT.right + 1, base - 2.4, { size: 2.3, colour: SOFT_INK });
}

/** Steps of the axis in days: no more than a dozen dates fit. */
const STEPS = [1, 2, 3, 7, 14, 28, 56];

function drawAxis(document: PdfDocument, from: string, length: number, y: number, xOf: LanePlot['xOf']): void {
  const { pdf } = document;
  const first = dayNumber(from);
  const step = STEPS.find((days) => length / days <= 11) ?? 56;
  for (let day = 0; day < length - 0.5; day += step) {
    const x = xOf(day);
    pdf
      .moveTo(x, y)
      .lineTo(x, y + 1)
      .lineWidth(0.2)
      .strokeColor(INK)
      .stroke();
    const text = formatPlainDate(dateOfDay(first + day));
    const short = day === 0 ? text : text.replace(/ \d{4}$/, '');
    write(document, short, x, y + 1.3, { size: 2.3, colour: SOFT_INK });
  }
}

/**
 * Nights and ECGs on one axis: a lane for each of QTc, heart rate, usage, AHI and leak. ECGs stand as hair lines in every
 * lane, changes of settings as broken ones.
 * @returns where it ends, mm from the top of the page
 */
export function drawJointChart(document: PdfDocument, lanes: JointLanes, from: string, top: number): number {
  const { pdf } = document;
  const xOf = (position: number) => PLOT.left + (position / lanes.length) * (PLOT.right - PLOT.left);
  const all = lanesOf(lanes);
  const bottom = all.reduce((y, { height }) => y + height + LANE_GAP, top) - LANE_GAP;
  for (const { position } of lanes.ecgs)
    pdf.moveTo(xOf(position), top).lineTo(xOf(position), bottom).lineWidth(0.12).strokeColor(ECG_LINE).stroke();
  for (const day of lanes.changes) {
    const x = xOf(day + 0.5);
    pdf.moveTo(x, top).lineTo(x, bottom).dash(1.4, { space: 0.9 }).lineWidth(0.3).strokeColor(CHANGE).stroke();
    pdf.undash();
  }
  let y = top;
  for (const lane of all) {
    drawLane(document, lane, y, xOf);
    y += lane.height + LANE_GAP;
  }
  drawAxis(document, from, lanes.length, bottom + 1.2, xOf);
  return bottom + 5.5;
}
