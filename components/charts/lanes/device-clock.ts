/** The offset from UTC that a device's clock has from this instant (epoch ms) on. */
export interface ClockStep {
  atMs: number;
  utcOffsetMinutes: number;
}

/** A device's local time: steps in order of time. Before the first one the first one's offset holds. */
export type DeviceClock = readonly ClockStep[];

const MINUTE_MS = 60_000;

/** Minutes the device's clock is ahead of UTC at an instant. */
export function offsetAt(clock: DeviceClock, ms: number): number {
  let offset = clock[0]?.utcOffsetMinutes ?? 0;
  for (const step of clock) if (step.atMs <= ms) offset = step.utcOffsetMinutes;
  return offset;
}

/** What the device's clock showed at an instant: `05:41:34`, or `05:41` without seconds. */
export function clockText(clock: DeviceClock, ms: number, seconds = false): string {
  const local = new Date(ms + offsetAt(clock, ms) * MINUTE_MS).toISOString();
  return local.slice(11, seconds ? 19 : 16);
}

/** A label on a time axis. */
export interface TimeTick {
  atMs: number;
  label: string;
}

const SECOND = 1000;
const HOUR = 60 * MINUTE_MS;
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((m) => m * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((h) => h * HOUR),
];
const LABEL_PX = 62;

/**
 * Round local times for an axis, no closer than a label is wide. Where the device's clock was put back the same time
 * comes twice, where it was put forward an hour is missing.
 */
export function timeTicks(fromMs: number, toMs: number, widthPx: number, clock: DeviceClock): TimeTick[] {
  const span = toMs - fromMs;
  if (!(span > 0) || widthPx <= 0) return [];
  const step = STEPS_MS.find((one) => (one / span) * widthPx >= LABEL_PX) ?? 24 * HOUR;
  const ticks: TimeTick[] = [];
  const edges = [fromMs, ...clock.map(({ atMs }) => atMs).filter((at) => at > fromMs && at < toMs), toMs];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const offset = offsetAt(clock, from) * MINUTE_MS;
    const last = index === edges.length - 2;
    for (let at = Math.ceil((from + offset) / step) * step - offset; at < to || (last && at === to); at += step)
      ticks.push({ atMs: at, label: clockText(clock, at, step < MINUTE_MS) });
  }
  return ticks;
}
