import type { DeviceAssignmentView } from '@/lib/devices/device-contracts';

const DAY_MS = 86_400_000;
const SHOWN_MS = 365 * DAY_MS;
const FEWEST_TICKS_APART = 2;

/** A piece of the bar, in percent of its width. */
export interface BarPart {
  assignment: DeviceAssignmentView;
  left: number;
  width: number;
}

/** The start and end of what a bar of assignments shows: the year up to now, or up to the last thing that is planned. */
export function barWindow(assignments: readonly DeviceAssignmentView[], now: string): { from: number; to: number } {
  const planned = assignments.flatMap(({ from, to }) => [from, to ?? now]).map((text) => Date.parse(text));
  const to = Math.max(Date.parse(now), ...planned);
  return { from: to - SHOWN_MS, to };
}

/** The assignments as pieces of the bar; those before it are left out, one that reaches in is cut. */
export function barParts(assignments: readonly DeviceAssignmentView[], now: string): BarPart[] {
  const { from, to } = barWindow(assignments, now);
  const percent = (ms: number) => ((Math.min(Math.max(ms, from), to) - from) / (to - from)) * 100;
  return assignments.flatMap((assignment) => {
    const left = percent(Date.parse(assignment.from));
    // one that is open reaches to the end of what is shown
    const right = assignment.to === null ? 100 : percent(Date.parse(assignment.to));
    return right > left ? [{ assignment, left, width: right - left }] : [];
  });
}

/** The first days of every second month in the window, with their place in percent. */
export function barMonths(window: { from: number; to: number }): { month: number; left: number }[] {
  const months: { month: number; left: number }[] = [];
  const first = new Date(window.from);
  for (let step = 1; step <= 12; step += FEWEST_TICKS_APART) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + step, 1);
    if (start < window.to)
      months.push({
        month: new Date(start).getUTCMonth(),
        left: ((start - window.from) / (window.to - window.from)) * 100,
      });
  }
  return months;
}
