/** How an offset between two clocks was found. */
export const CLOCK_METHODS = ['manual', 'estimated'] as const;

export type ClockMethod = (typeof CLOCK_METHODS)[number];

/** Up to this an event may be set beside a beat (COR-3). */
export const EVENT_LEVEL_MS = 5000;

/** Up to this traces may be set side by side (COR-3). */
export const TRACE_LEVEL_MS = 30_000;

/**
 * What may be said of an ECG and therapy together: `event`, this beat in this apnoea; `trace`, one above the other, but
 * not which event met which beat; `night`, only that they are of one night.
 */
export const CLOCK_LEVELS = ['event', 'trace', 'night'] as const;

export type ClockLevel = (typeof CLOCK_LEVELS)[number];

/** An alignment as stored, as far as the rule needs it. */
export interface Alignment {
  offset_ms: number;
  /** Null where whoever set it could not say. */
  uncertainty_ms: number | null;
  method: ClockMethod;
  /** The night it was determined on. */
  night: string;
}

/** How two clocks stand to each other in one night. */
export interface ClockState {
  /** What is to be added to the ECG's time to have the therapy device's. */
  offset_ms: number;
  /** Null: not known. */
  uncertainty_ms: number | null;
  method: ClockMethod | 'same_device' | 'none';
  level: ClockLevel;
  /** The night the offset was determined on, where that is another one. */
  determined_on: string | null;
}

/** What an uncertainty allows (COR-3): over 5 s no event-to-beat statement, over 30 s or unknown only the night. */
export function levelOf(uncertainty_ms: number | null): ClockLevel {
  if (uncertainty_ms === null || uncertainty_ms > TRACE_LEVEL_MS) return 'night';
  return uncertainty_ms > EVENT_LEVEL_MS ? 'trace' : 'event';
}

/**
 * How the clock of an ECG stands to that of a therapy device in a night. One device has one clock. An alignment places the
 * ECG in every night of the pair, but clocks drift and are set: its uncertainty was found for the night it was determined
 * on, and is not known on any other.
 */
export function clockState(
  pair: { ecg_device_id: string; therapy_device_id: string; night: string },
  alignment: Alignment | null,
): ClockState {
  if (pair.ecg_device_id === pair.therapy_device_id)
    return { offset_ms: 0, uncertainty_ms: 0, method: 'same_device', level: 'event', determined_on: null };
  if (!alignment) return { offset_ms: 0, uncertainty_ms: null, method: 'none', level: 'night', determined_on: null };
  const here = alignment.night === pair.night;
  const uncertainty_ms = here ? alignment.uncertainty_ms : null;
  return {
    offset_ms: alignment.offset_ms,
    uncertainty_ms,
    method: alignment.method,
    level: levelOf(uncertainty_ms),
    determined_on: here ? null : alignment.night,
  };
}

const seconds = (ms: number) => {
  const value = Math.round(Math.abs(ms) / 100) / 10;
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
};

const signed = (ms: number) => `${ms < 0 ? '−' : '+'}${seconds(ms)} s`;

const METHOD_WORDS: Record<ClockState['method'], string> = {
  manual: 'set by hand',
  estimated: 'estimated, pulse against RR',
  same_device: 'one device, one clock',
  none: 'never aligned',
};

/** `±3 s`; rounded up: an uncertainty must not look smaller than it is. */
const within = (ms: number) => `±${seconds(Math.ceil(ms / 100) * 100)} s`;

/** The state of two clocks in words: offset, uncertainty, method. */
export function clockText({ offset_ms, uncertainty_ms, method, determined_on }: ClockState): string {
  if (method === 'same_device') return 'One device, one clock';
  if (method === 'none') return 'Clocks never aligned: offset unknown';
  const uncertainty = uncertainty_ms === null ? 'uncertainty unknown' : within(uncertainty_ms);
  const other = determined_on === null ? '' : `, determined on the night of ${determined_on}`;
  return `Clock ${signed(offset_ms)} ${uncertainty}, ${METHOD_WORDS[method]}${other}`;
}

/** The same for a lane's caption: `clock +42 s ±3 s`. */
export function clockMark({ offset_ms, uncertainty_ms, method }: ClockState): string {
  if (method === 'same_device') return 'one clock';
  if (method === 'none') return 'clock unknown';
  return `clock ${signed(offset_ms)} ${uncertainty_ms === null ? '± unknown' : within(uncertainty_ms)}`;
}

const LEVEL_WORDS: Record<ClockLevel, string> = {
  event: 'The clocks agree within 5 s: events and beats may be compared.',
  trace: 'Clock uncertainty over 5 s: traces stand side by side; no statement which beat met which event.',
  night: 'Clock uncertainty over 30 s or unknown: compared by the night only.',
};

/** What may be said at a level, in a sentence. */
export function levelText(level: ClockLevel): string {
  return LEVEL_WORDS[level];
}
