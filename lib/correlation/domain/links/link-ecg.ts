import { sleepsOf } from '@/lib/therapy/domain/assembly/session-kinds';
import { coveredMs, type Interval } from '@/lib/therapy/domain/merge-intervals';
import { nightOf } from '@/lib/therapy/domain/night';

/** How an ECG stands to a patient's therapy (COR-1), the strongest first. */
export const LINK_KINDS = ['during', 'morning_after', 'same_night', 'none'] as const;

export type LinkKind = (typeof LINK_KINDS)[number];

/** After the end of therapy, an ECG this long or less is one of the morning after (COR-1). */
export const MORNING_AFTER_MS = 12 * 3_600_000;

/** An ECG as far as links need it. */
export interface LinkedEcg {
  start: Date;
  duration_ms: number;
  /** Of the ECG device's local time. */
  utc_offset_minutes: number;
}

/** A night as far as links need it; `AssembledNight` with its id. */
export interface LinkableNight {
  _id: string;
  night: string;
  boundary_hour: number;
  /** Nothing of the night counts. */
  excluded: boolean;
  sessions: readonly {
    device_id: string;
    start: Date;
    end: Date;
    kind: 'therapy' | 'nap' | 'mask_fit';
    excluded: boolean;
  }[];
  devices: readonly { device_id: string }[];
}

/** An ECG's link: which night, and how it stands to it. `none` names no night. */
export interface EcgLink {
  kind: LinkKind;
  night_id: string | null;
  night: string | null;
}

export const NO_LINK: EcgLink = { kind: 'none', night_id: null, night: null };

/**
 * What is to be added to the ECG device's clock to have the clock of this therapy device, in ms; 0 where nobody has
 * aligned the two.
 */
export type OffsetOf = (therapy_device_id: string) => number;

/** A night's therapy on the clock of the ECG. */
interface PlacedNight {
  of: LinkableNight;
  /** Sessions that count, naps among them; mask-fit runs are no therapy. */
  used: Interval[];
  /** Those of them that are no nap. */
  slept: Interval[];
}

function place(night: LinkableNight, offsetOf: OffsetOf): PlacedNight {
  const counted = night.sessions.filter(({ kind, excluded }) => kind !== 'mask_fit' && !excluded);
  const placed = counted.map(({ start, end, device_id, kind }) => {
    const offset = offsetOf(device_id);
    return { kind, from: start.getTime() - offset, to: end.getTime() - offset };
  });
  return { of: night, used: placed, slept: placed.filter(({ kind }) => kind !== 'nap') };
}

const linkTo = (kind: LinkKind, { of }: PlacedNight): EcgLink => ({ kind, night_id: of._id, night: of.night });

/** Time of an ECG with the mask on. Both are `[from, to)`: what only touches does not overlap. */
function overlapMs(ecg: Interval, { used }: PlacedNight): number {
  return coveredMs(used.map(({ from, to }) => ({ from: Math.max(from, ecg.from), to: Math.min(to, ecg.to) })));
}

/** The night most of the ECG was recorded in; of equal ones the earlier. */
function nightDuring(ecg: Interval, nights: readonly PlacedNight[]): PlacedNight | null {
  let best: { night: PlacedNight; ms: number } | null = null;
  for (const night of nights) {
    const ms = overlapMs(ecg, night);
    if (ms > (best?.ms ?? 0)) best = { night, ms };
  }
  return best?.night ?? null;
}

/**
 * The night whose therapy ended last before the ECG, twelve hours before at most. Therapy ends when a sleep does: while
 * the mask is off for less than two hours within one, it has not ended; and a nap ends no night.
 */
function nightBefore({ from }: Interval, nights: readonly PlacedNight[]): PlacedNight | null {
  let best: { night: PlacedNight; end: number } | null = null;
  for (const night of nights) {
    for (const { to } of sleepsOf(night.slept)) {
      if (to > from || from - to > MORNING_AFTER_MS) continue;
      if (best === null || to >= best.end) best = { night, end: to };
    }
  }
  return best?.night ?? null;
}

/** Whether the ECG's own night (PAP-2), on the clock of the night's devices, is this one. */
function isOfNight({ start, utc_offset_minutes }: LinkedEcg, { of }: PlacedNight, offsetOf: OffsetOf): boolean {
  const device = of.sessions[0]?.device_id ?? of.devices[0]?.device_id;
  const onItsClock = new Date(start.getTime() + (device === undefined ? 0 : offsetOf(device)));
  return nightOf(onItsClock, utc_offset_minutes, of.boundary_hour) === of.night;
}

/**
 * How an ECG stands to its patient's therapy (COR-1), by instants, whatever zones the devices were in. The first that
 * holds:
 * 1. `during`: the recording shares time with a session; of several nights the one it shares most with.
 * 2. `morning_after`: it began at the end of a sleep with therapy or up to twelve hours later, both included.
 * 3. `same_night`: a night of the same date is known, by the date of its start on its own local clock (PAP-2); therapy
 *    may come after it, or only the device's own summary of the night may have been sent.
 * 4. `none`.
 * What a person excluded, and nights of which nothing counts, link to nothing; mask-fit runs are no therapy.
 * @param nights those of the patient, in any order; those far from the ECG make no difference
 */
export function linkEcg(ecg: LinkedEcg, nights: readonly LinkableNight[], offsetOf: OffsetOf = () => 0): EcgLink {
  const placed = nights
    .filter(({ excluded }) => !excluded)
    .map((night) => place(night, offsetOf))
    .sort((a, b) => (a.of.night < b.of.night ? -1 : 1));
  const from = ecg.start.getTime();
  // a recording that says it lasts nothing is a moment of its time
  const span = { from, to: from + Math.max(1, ecg.duration_ms) };
  const during = nightDuring(span, placed);
  if (during) return linkTo('during', during);
  const before = nightBefore(span, placed);
  if (before) return linkTo('morning_after', before);
  const same = placed.find((night) => isOfNight(ecg, night, offsetOf));
  return same ? linkTo('same_night', same) : NO_LINK;
}
