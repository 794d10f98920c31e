import type { LanePiece } from '@/components/charts/lanes/lane-data';
import type { TokenName } from '@/components/ui/tokens';

/** One line of a lane. */
export interface LaneLineDefinition {
  /** Name of the signal, as uploads call it. */
  signal: string;
  color: TokenName;
}

/** A lane of the night: which signals it shows and how they are read. */
export interface LaneDefinition {
  id: string;
  label: string;
  /** Unit as it is shown. */
  unit: string;
  lines: readonly LaneLineDefinition[];
  /** Shown value = sent value × factor. */
  factor: number;
  digits: number;
  height: number;
  /** The lane shows at least this range. */
  least: { low: number; high: number };
}

const one = (signal: string, color: TokenName): LaneLineDefinition[] => [{ signal, color }];

/** All lanes of signals, from top to bottom. */
export const SIGNAL_LANES: readonly LaneDefinition[] = [
  {
    id: 'flow',
    label: 'Flow',
    unit: 'L/min',
    lines: one('flow', 'c-flow'),
    factor: 60,
    digits: 0,
    height: 58,
    least: { low: -50, high: 50 },
  },
  {
    id: 'pressure',
    label: 'Pressure',
    unit: 'cmH₂O',
    lines: [...one('pressure', 'c-ipap'), ...one('epap', 'c-epap')],
    factor: 1,
    digits: 1,
    height: 46,
    least: { low: 4, high: 15 },
  },
  {
    id: 'mask_pressure',
    label: 'Mask pressure',
    unit: 'cmH₂O',
    lines: one('mask_pressure', 'c-ipap'),
    factor: 1,
    digits: 1,
    height: 46,
    least: { low: 4, high: 15 },
  },
  {
    id: 'leak',
    label: 'Leak',
    unit: 'L/min',
    lines: one('leak', 'c-leak'),
    factor: 1,
    digits: 0,
    height: 40,
    least: { low: 0, high: 30 },
  },
  {
    id: 'flow_limitation',
    label: 'Flow limitation',
    unit: '0 to 1',
    lines: one('flow_limitation', 'c-flow'),
    factor: 1,
    digits: 2,
    height: 36,
    least: { low: 0, high: 1 },
  },
  {
    id: 'snore',
    label: 'Snore',
    unit: 'index',
    lines: one('snore', 'c-flow'),
    factor: 1,
    digits: 2,
    height: 36,
    least: { low: 0, high: 1 },
  },
  {
    id: 'resp_rate',
    label: 'Resp. rate',
    unit: '/min',
    lines: one('resp_rate', 'c-rr'),
    factor: 1,
    digits: 0,
    height: 38,
    least: { low: 10, high: 20 },
  },
  {
    id: 'tidal_volume',
    label: 'Tidal volume',
    unit: 'mL',
    lines: one('tidal_volume', 'c-tv'),
    factor: 1,
    digits: -1,
    height: 38,
    least: { low: 0, high: 1000 },
  },
  {
    id: 'minute_ventilation',
    label: 'Minute vent.',
    unit: 'L/min',
    lines: one('minute_ventilation', 'c-tv'),
    factor: 1,
    digits: 1,
    height: 38,
    least: { low: 0, high: 10 },
  },
  {
    id: 'ie_ratio',
    label: 'I:E ratio',
    unit: 'Ti/Te',
    lines: one('ie_ratio', 'c-rr'),
    factor: 1,
    digits: 2,
    height: 36,
    least: { low: 0, high: 1 },
  },
  {
    id: 'ti',
    label: 'Insp. time',
    unit: 's',
    lines: one('ti', 'c-rr'),
    factor: 1,
    digits: 1,
    height: 36,
    least: { low: 0, high: 2 },
  },
  {
    id: 'spo2',
    label: 'SpO₂',
    unit: '%',
    lines: one('spo2', 'c-spo2'),
    factor: 1,
    digits: 0,
    height: 42,
    least: { low: 88, high: 100 },
  },
  {
    id: 'pulse',
    label: 'Pulse',
    unit: '/min',
    lines: one('pulse', 'c-pulse'),
    factor: 1,
    digits: 0,
    height: 38,
    least: { low: 60, high: 90 },
  },
];

const MINUS = '−';

/** A value of a lane as it is read. Tidal volume goes to 10 mL. */
export function formatLaneValue(value: number, digits: number): string {
  const rounded = digits < 0 ? Math.round(value / 10 ** -digits) * 10 ** -digits : Number(value.toFixed(digits));
  const text = Math.abs(rounded).toFixed(Math.max(0, digits));
  return rounded < 0 ? `${MINUS}${text}` : text;
}

/** The pieces of a signal, by its name. */
export type SignalPieces = ReadonlyMap<string, readonly LanePiece[]>;

/** What an event's kind is called, its letters, its colour and its row; breathing events first. */
export const EVENT_KINDS = [
  { type: 'obstructive_apnea', letters: 'OA', name: 'Obstructive apnoea', color: 'e-oa', breathing: true },
  { type: 'central_apnea', letters: 'CA', name: 'Central apnoea', color: 'e-ca', breathing: true },
  { type: 'mixed_apnea', letters: 'MA', name: 'Mixed apnoea', color: 'e-ca', breathing: true },
  { type: 'unclassified_apnea', letters: 'UA', name: 'Unclassified apnoea', color: 'e-ua', breathing: true },
  { type: 'hypopnea', letters: 'H', name: 'Hypopnoea', color: 'e-h', breathing: true },
  { type: 'rera', letters: 'RE', name: 'RERA', color: 'text-2', breathing: false },
  { type: 'flow_limitation', letters: 'FL', name: 'Flow limitation', color: 'c-flow', breathing: false },
  { type: 'large_leak', letters: 'LL', name: 'Large leak', color: 'c-leak', breathing: false },
  { type: 'periodic_breathing', letters: 'PB', name: 'Periodic breathing', color: 'c-rr', breathing: false },
  { type: 'mask_off', letters: 'MO', name: 'Mask off', color: 'text-3', breathing: false },
  { type: 'other', letters: '?', name: 'Other event', color: 'text-3', breathing: false },
] as const satisfies readonly { type: string; letters: string; name: string; color: TokenName; breathing: boolean }[];

/** One kind of event. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** An event on the axis of the night. */
export interface NightEvent {
  /** Its place in what was sent, of use as a key only. */
  id: string;
  kind: EventKind;
  /** Epoch ms. */
  atMs: number;
  /** 0 where the device gives none. */
  durationMs: number;
}
