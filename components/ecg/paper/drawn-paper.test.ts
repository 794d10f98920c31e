import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER } from '@/components/ui/tokens';
import { placeLayout, visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { type EcgLayout, layoutsFor, STANDARD_LEADS } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { GAINS_MM_PER_MV, SPEEDS_MM_PER_S } from '@/lib/ecg/domain/paper/paper-scale';
import { drawEcgPaper } from './draw-ecg-paper';

const RATE_HZ = 500;
const DURATION_MS = 10_000;
const RATIOS = [1, 1.25, 2];
const K = 4;
/** Seconds from one pulse of the ruler to the next. */
const RULER_S = 0.2;

interface Line {
  colour: string;
  points: [number, number][];
}

/** A canvas context that keeps the lines it is given, in device pixels, and the bars of the grid. */
function recorder(width: number, height: number) {
  const lines: Line[] = [];
  const bars: { colour: string; x: number; y: number; w: number; h: number }[] = [];
  let points: [number, number][] = [];
  const state = { fillStyle: '', strokeStyle: '', globalAlpha: 1 };
  const nothing = () => undefined;
  const context = Object.assign(state, {
    canvas: { width, height },
    ...{ setTransform: nothing, save: nothing, restore: nothing, rect: nothing, clip: nothing, fillText: nothing },
    measureText: () => ({ width: 20 }),
    beginPath: () => {
      points = [];
    },
    moveTo: (x: number, y: number) => {
      points.push([x, y]);
    },
    lineTo: (x: number, y: number) => {
      points.push([x, y]);
    },
    stroke: () => {
      lines.push({ colour: state.strokeStyle, points });
    },
    fillRect: (x: number, y: number, w: number, h: number) => {
      if (state.fillStyle === PAPER.major) bars.push({ colour: state.fillStyle, x, y, w, h });
    },
  });
  // only what drawing uses is there; a call of anything else fails the test
  return { context: context as unknown as CanvasRenderingContext2D, lines, bars };
}

/** A ruler to lay on the paper: 1 mV for 50 ms at the start of every 200 ms, so that the shortest column holds two. */
function ruler(name: string): LeadTrace {
  const values = Float32Array.from({ length: (RATE_HZ * DURATION_MS) / 1000 }, (_, index) =>
    index % 100 < 25 ? 1000 : 0,
  );
  return { id: name, name, kind: 'samples', unit: 'uV', sampling_rate_hz: RATE_HZ, start_ms: 0, step_ms: 2, values };
}

const LEADS = [...STANDARD_LEADS, 'V7', 'V8', 'V9', 'V3R', 'V4R', 'V5R', '−aVR'];
const TRACES = new Map(LEADS.map((name) => [name, ruler(name)]));

interface Setting {
  layout: EcgLayout;
  speed: number;
  gain: number;
  chest?: number;
  ratio: number;
  k?: number;
}

function draw({ layout, speed, gain, chest = gain, ratio, k = K }: Setting, traces = TRACES) {
  const placed = placeLayout(layout, visibleTime(DURATION_MS, 0, speed), speed, { limb: gain, chest });
  const { context, lines, bars } = recorder(
    Math.floor(placed.widthMm * k * ratio),
    Math.round(placed.heightMm * k * ratio),
  );
  drawEcgPaper(context, { placed, traces, pxPerMm: k, devicePixelRatio: ratio, speedMmPerS: speed, colours: PAPER });
  const pulses = lines.slice(0, placed.pulses.length);
  // a segment is one line; a tick that marks a change of lead has two points
  const drawn = lines.slice(placed.pulses.length).filter(({ points }) => points.length > 2);
  return { placed, pulses, drawn, bars };
}

const heights = ({ points }: Line) => points.map(([, y]) => y);
const span = (values: number[]) => Math.max(...values) - Math.min(...values);

/** Where a line rises: x of the first sample of each pulse that does not begin before the line. */
function risesOf({ points }: Line): number[] {
  const ys = points.map(([, y]) => y);
  const middle = (Math.max(...ys) + Math.min(...ys)) / 2;
  return points.flatMap(([x, y], index) => {
    const before = points[index - 1];
    return y < middle && before && before[1] > middle ? [x] : [];
  });
}

const TWELVE = layoutsFor(STANDARD_LEADS);
const FIFTEEN = layoutsFor(LEADS.slice(0, 15)).filter(({ id }) => id === '3x5+1' || id === 'all');
const EIGHTEEN = layoutsFor(LEADS.slice(0, 18)).filter(({ id }) => id === '3x6+1' || id === 'all');
const CABRERA = layoutsFor(STANDARD_LEADS, { cabrera: true, single: null }).filter(({ id }) => id !== 'single');
const EVERY: [string, EcgLayout][] = [
  ...TWELVE.map((layout): [string, EcgLayout] => [layout.label, layout]),
  ...FIFTEEN.map((layout): [string, EcgLayout] => [`15 leads ${layout.label}`, layout]),
  ...EIGHTEEN.map((layout): [string, EcgLayout] => [`18 leads ${layout.label}`, layout]),
  ...CABRERA.map((layout): [string, EcgLayout] => [`Cabrera ${layout.label}`, layout]),
];

describe.each(EVERY)('%s', (_, layout) => {
  it.each(RATIOS)('draws every lead, 1 s and 1 mV to a pixel at every speed and gain, pixel ratio %f', (ratio) => {
    for (const speed of SPEEDS_MM_PER_S) {
      for (const gain of GAINS_MM_PER_MV) {
        const { placed, pulses, drawn, bars } = draw({ layout, speed, gain, ratio });
        const perMm = K * ratio;
        const leads = layout.rows.flatMap((row) => row.leads);
        expect(placed.segments.map(({ lead }) => lead)).toEqual(leads);
        expect(drawn).toHaveLength(leads.length);
        const millivolts = [...pulses, ...drawn].map((line) => Math.abs(span(heights(line)) - gain * perMm));
        expect(Math.max(...millivolts)).toBeLessThanOrEqual(1);
        // each rise against the first of its line: over the strip that is up to ten seconds
        const seconds = drawn.flatMap((line) =>
          risesOf(line).map((x, index, [first = 0]) => Math.abs(x - first - index * RULER_S * speed * perMm)),
        );
        expect(seconds.length).toBeGreaterThan(drawn.length);
        expect(Math.max(...seconds)).toBeLessThanOrEqual(1);
        const bold = bars.filter(({ colour, w }) => colour === PAPER.major && w <= Math.max(1, Math.floor(ratio)));
        const boxes = bold.map(({ x }, index) => Math.abs(x - index * 5 * perMm));
        expect(Math.max(...boxes)).toBeLessThanOrEqual(0.5);
      }
    }
  });
});

describe('gains of limb and chest apart', () => {
  it('draw each lead at its own, with a pulse for each in front of the row', () => {
    const [layout] = TWELVE;
    if (!layout) throw new Error('no layout');
    const { placed, drawn, pulses } = draw({ layout, speed: 25, gain: 10, chest: 5, ratio: 1 });
    const mm = drawn.map((line) => span(heights(line)) / K);
    for (const [index, { lead }] of placed.segments.entries())
      expect(mm[index]).toBeCloseTo(lead.startsWith('V') ? 5 : 10, 6);
    // three rows have both; the rhythm strip has limb leads only
    expect(pulses.map((pulse) => Math.round(span(heights(pulse)) / K))).toEqual([10, 5, 10, 5, 10, 5, 10]);
  });
});

describe('no peak is lost', () => {
  // 20 zoom levels: from 0.2 pixels a second (a day on a screen) to 4 pixels a sample
  const ZOOMS = Array.from({ length: 20 }, (_, step) => 0.2 * (10_000 ** (1 / 19)) ** step);
  const single = layoutsFor(['II'])[0];

  it.each(ZOOMS)('at %f px a second the drawn R is within 1 px of its sample', (pxPerSecond) => {
    if (!single) throw new Error('no layout');
    const k = 4;
    const speed = pxPerSecond / k;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4999 }),
        fc.integer({ min: 200, max: 4000 }),
        fc.boolean(),
        fc.constantFrom(...RATIOS),
        (at, uv, down, ratio) => {
          const r = down ? -uv : uv;
          const values = Float32Array.from({ length: 5000 }, (_, index) =>
            index === at ? r : 30 * Math.sin(index / 40),
          );
          const traces = new Map([['II', { ...ruler('II'), kind: 'samples' as const, values }]]);
          const placed = placeLayout(single, { fromMs: 0, toMs: DURATION_MS }, speed, { limb: 10, chest: 10 });
          const { context, lines } = recorder(2000, 1000);
          const drawing = { placed, traces, pxPerMm: k, devicePixelRatio: ratio, speedMmPerS: speed, colours: PAPER };
          drawEcgPaper(context, drawing);
          const zero = (placed.segments[0]?.zeroMm ?? 0) * k * ratio;
          const ys = lines.at(-1)?.points.map(([, y]) => zero - y) ?? [];
          const extreme = down ? Math.min(...ys) : Math.max(...ys);
          expect(Math.abs(extreme - (r / 1000) * 10 * k * ratio)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 8 },
    );
  });
});
