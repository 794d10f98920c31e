import { type PlacedLayout, placeLayout, timeWidthMm, type VisibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { type EcgLayout, layoutsFor, medianLayout } from '@/lib/ecg/domain/paper/layouts';
import { fitProblems, type LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { mmToMs } from '@/lib/ecg/domain/paper/paper-scale';
import { medianBeat } from '@/lib/measure/domain/beats/median-beat';
import type { SignalWindow } from '@/lib/signals/window';

/** Of every report: paper is read by these. */
export const REPORT_SPEED_MM_PER_S = 25;
export const REPORT_GAIN_MM_PER_MV = 10;
/** What a page has room for between its head and its foot. */
export const MOST_PAPER_MM = 134;

const GAINS = { limb: REPORT_GAIN_MM_PER_MV, chest: REPORT_GAIN_MM_PER_MV };

/** One sheet of ECG paper, or why there is none. */
export interface ReportSheet {
  title: string;
  placed: PlacedLayout | null;
  traces: ReadonlyMap<string, LeadTrace>;
  /** Traces to draw over the others, which then step back into grey. */
  over?: ReadonlyMap<string, LeadTrace>;
  /** What a reader must know of what is drawn, or why nothing is. */
  notes: string[];
}

/** Leads that can be drawn in mV, each name once. */
export function drawnLeads(window: SignalWindow): Map<string, LeadTrace> {
  const leads = new Map<string, LeadTrace>();
  for (const channel of window.channels)
    if (channel.unit === 'uV' && !leads.has(channel.name)) leads.set(channel.name, channel);
  return leads;
}

/** Leads that have no place in a layout. */
function notShown({ rows }: EcgLayout, names: readonly string[]): string[] {
  return names.filter((name) => !rows.some(({ leads }) => leads.includes(name)));
}

/** The rows of a layout in as many parts as pages are needed. */
function intoPages({ rows, ...layout }: EcgLayout): EcgLayout[] {
  const pages: EcgLayout['rows'][number][][] = [[]];
  let used = 0;
  for (const row of rows) {
    if (used + row.heightMm > MOST_PAPER_MM - 6 && used > 0) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(row);
    used += row.heightMm;
  }
  return pages.map((part) => ({ ...layout, rows: part }));
}

/** Paper as high as the page has room for, so that deep chest leads of the last row stay on it. */
function place(part: EcgLayout, time: VisibleTime): PlacedLayout {
  const placed = placeLayout(part, time, REPORT_SPEED_MM_PER_S, GAINS);
  return { ...placed, heightMm: Math.max(placed.heightMm, MOST_PAPER_MM) };
}

/** What does not fit its place on a sheet. */
export function fitNotes(placed: PlacedLayout, traces: ReadonlyMap<string, LeadTrace>): string[] {
  const { overlapping, cutOff } = fitProblems(placed, traces);
  return [
    ...overlapping.map((pair) => `${pair.join(' and ')} overlap.`),
    ...cutOff.map((lead) => `${lead} leaves its place on the paper.`),
  ];
}

/** The leads as recorded, on as many sheets as they need. */
export function rhythmSheets(window: SignalWindow, traces: ReadonlyMap<string, LeadTrace>): ReportSheet[] {
  const names = [...traces.keys()];
  const layout = layoutsFor(names).find((one) => notShown(one, names).length === 0);
  if (traces.size === 0 || !layout) {
    const notes = ['No lead of this recording states its amplitude scale: nothing can be drawn in mV.'];
    return [{ title: 'Rhythm', placed: null, traces, notes }];
  }
  const time = { fromMs: window.from_ms, toMs: Math.max(window.to_ms, window.from_ms + 1) };
  return intoPages(layout).map((part) => {
    const placed = place(part, time);
    return { title: `Rhythm, ${layout.label}`, placed, traces, notes: fitNotes(placed, traces) };
  });
}

/** Leads of one rate and one length without gaps: what a median beat is made from. */
function evenLeads(traces: ReadonlyMap<string, LeadTrace>) {
  const leads = [...traces].flatMap(([name, trace]) => (trace.kind === 'samples' ? [{ ...trace, name }] : []));
  const [first] = leads;
  if (!first || leads.length < traces.size) return null;
  const even = leads.every(
    ({ values, step_ms, start_ms }) =>
      values.length === first.values.length && step_ms === first.step_ms && start_ms === first.start_ms,
  );
  const whole = leads.every(({ values }) => values.every(Number.isFinite));
  return even && whole ? { leads, rate_hz: first.sampling_rate_hz, step_ms: first.step_ms } : null;
}

const NO_MEDIAN = { title: 'Median beat, computed', placed: null, traces: new Map<string, LeadTrace>() };

function medianSheets(traces: ReadonlyMap<string, LeadTrace>): ReportSheet[] {
  const even = evenLeads(traces);
  if (!even) return [{ ...NO_MEDIAN, notes: ['No median beat: the leads differ in rate, or have gaps here.'] }];
  const beat = medianBeat({ leads: even.leads.map(({ values }) => Float64Array.from(values)), rate_hz: even.rate_hz });
  if (!beat.ok)
    return [{ ...NO_MEDIAN, notes: [`No median beat: too few beats of one shape (${beat.found} beats found).`] }];
  const medians = even.leads.map(({ name, ...channel }, index): [string, LeadTrace] => [
    name,
    {
      ...channel,
      name,
      kind: 'samples',
      start_ms: -beat.before * even.step_ms,
      values: beat.leads[index] ?? new Float64Array(),
    },
  ]);
  const drawn = new Map(medians);
  const from = -beat.before * even.step_ms - 200;
  const used = `Of ${beat.used} of ${beat.found} beats in this part, at one point a beat for all leads. Computed, not the recording.`;
  const layout = medianLayout([...drawn.keys()], false, false);
  const left = notShown(layout, [...drawn.keys()]);
  const without = left.length > 0 ? [`Without ${left.join(', ')}.`] : [];
  return intoPages(layout).map((part) => {
    const placed = place(part, { fromMs: from, toMs: from + mmToMs(timeWidthMm(layout), REPORT_SPEED_MM_PER_S) });
    return { title: NO_MEDIAN.title, placed, traces: drawn, notes: [used, ...without, ...fitNotes(placed, drawn)] };
  });
}

/** The sheets of a report: the rhythm as on the usual paper, then the median beat. */
export function reportSheets(window: SignalWindow): ReportSheet[] {
  const traces = drawnLeads(window);
  return [...rhythmSheets(window, traces), ...medianSheets(traces)];
}
