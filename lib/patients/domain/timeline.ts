import type { TimelineEcg, TimelineNight, TimelineNightValues } from '../timeline-contracts';

/*
 * The axis of the patient's timeline counts calendar days, not hours: every date is one step wide, also the 23 and 25 h
 * long ones of a change of clocks. A night of date d reaches from noon of d to noon of d + 1 and stands around the
 * midnight between. ECGs stand at their wall-clock time.
 */

const DAY_MS = 86_400_000;

/** Days from 1 January 1970 to a calendar date. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The calendar date of a day number. */
export function dateOfDay(day: number): string {
  return new Date(Math.floor(day) * DAY_MS).toISOString().slice(0, 10);
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known) return known;
  const two = '2-digit' as const;
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...fields });
  wallClocks.set(timeZone, made);
  return made;
}

/** Where an instant stands on the axis: its calendar day in the zone and the part of the day on the wall clock. */
export function dayPosition(instant: string, timeZone: string): number {
  const parts = wallClock(timeZone).formatToParts(new Date(instant));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '00';
  const seconds = Number(of('hour')) * 3600 + Number(of('minute')) * 60 + Number(of('second'));
  return dayNumber(`${of('year')}-${of('month')}-${of('day')}`) + seconds / 86_400;
}

/** The day number of the night whose noon-to-noon stretch a position falls in. */
export function nightAt(position: number): number {
  return Math.floor(position - 0.5);
}

/** Whose values a lane shows; never both. */
export type ValueSource = 'device' | 'computed';

const valuesOf = (night: TimelineNight, source: ValueSource): TimelineNightValues | null =>
  source === 'device' ? night.device_reported : night.computed;

/**
 * Whose values of a kind to show: the devices' own, unless we have computed more nights than they reported. Nights that
 * lack a value of the chosen source are left out, never filled from the other.
 */
export function chooseSource(nights: readonly TimelineNight[], name: keyof TimelineNightValues): ValueSource {
  let device = 0;
  let computed = 0;
  for (const night of nights) {
    if ((night.device_reported?.[name] ?? null) !== null) device++;
    if (night.computed[name] !== null) computed++;
  }
  return computed > device ? 'computed' : 'device';
}

/** A night's value of one source; null where it has none. */
export function valueIn(night: TimelineNight, name: keyof TimelineNightValues, source: ValueSource): number | null {
  return valuesOf(night, source)?.[name] ?? null;
}

/** Minutes of use of a night with what is excluded; null where the source has none. */
export function wholeUsage(night: TimelineNight, source: ValueSource): number | null {
  const { with_excluded: whole } = night;
  if (!whole) return valueIn(night, 'usage_minutes', source);
  return source === 'device' ? whole.device_usage_minutes : whole.usage_minutes;
}

/** A run of days, both ends included. */
export interface DayRun {
  from: number;
  to: number;
}

/**
 * Dates without a night between the first night and `lastDay`: no data, which is not 0 h. Before the first night nothing
 * is missing.
 * @param nightDays day numbers of the nights, rising
 */
export function gapsBetween(nightDays: readonly number[], lastDay: number): DayRun[] {
  const gaps: DayRun[] = [];
  nightDays.forEach((day, index) => {
    const next = nightDays[index + 1] ?? Math.max(lastDay + 1, day + 1);
    if (next > day + 1) gaps.push({ from: day + 1, to: next - 1 });
  });
  return gaps;
}

/** A run of nights with one mode, the same settings, mask and firmware. */
export interface SettingsSegment extends DayRun {
  mode: string | null;
  /** True where the mode differs from the segment before, false where only settings, mask or firmware do. */
  new_mode: boolean;
  /** As last stated. */
  firmware: string | null;
}

const settingsKey = (night: TimelineNight) =>
  JSON.stringify([night.mode, Object.entries(night.settings).sort(([a], [b]) => (a < b ? -1 : 1)), night.mask]);

/** A night that was not used states no settings: they are not known, which is no change of them. */
const statesSettings = ({ mode, settings, mask }: TimelineNight) =>
  mode !== null || mask !== null || Object.keys(settings).length > 0;

/** Firmware that is not stated is not known, which is no change of it either. */
const isOther = (before: string | null, now: string | null) => before !== null && now !== null && before !== now;

/** The nights cut wherever mode, settings, mask or firmware change. */
export function settingsSegments(nights: readonly TimelineNight[]): SettingsSegment[] {
  const segments: (SettingsSegment & { key: string })[] = [];
  for (const night of nights) {
    const day = dayNumber(night.night);
    const key = settingsKey(night);
    const last = segments.at(-1);
    const firmware = night.firmware ?? last?.firmware ?? null;
    const same = last && (last.key === key || !statesSettings(night)) && !isOther(last.firmware, firmware);
    if (same) Object.assign(last, { to: day, firmware });
    else segments.push({ from: day, to: day, mode: night.mode, new_mode: last?.mode !== night.mode, key, firmware });
  }
  return segments.map(({ key: _key, ...segment }) => segment);
}

export interface PlacedNight {
  day: number;
  night: TimelineNight;
}

export interface PlacedEcg {
  position: number;
  ecg: TimelineEcg;
}

/** Everything the timeline draws, placed on the axis. Nights and ECGs rise. */
export interface TimelineModel {
  nights: PlacedNight[];
  ecgs: PlacedEcg[];
  gaps: DayRun[];
  segments: SettingsSegment[];
  sources: Record<'usage' | 'ahi' | 'leak' | 'pressure', ValueSource>;
  /** Positions the whole timeline reaches from and to. */
  from: number;
  to: number;
}

const LEAST_DAYS = 14;

/**
 * Places ECGs and nights on one axis that ends with the night before today, or with the newest record where that is
 * later (a clock that runs ahead).
 */
export function placeTimeline(
  ecgs: readonly TimelineEcg[],
  nights: readonly TimelineNight[],
  now: string,
  timeZone: string,
): TimelineModel {
  const placedNights = nights.map((night) => ({ day: dayNumber(night.night), night }));
  const placedEcgs = ecgs
    .filter((ecg) => ecg.status === 'stored')
    .map((ecg) => ({ position: dayPosition(ecg.recording_date, timeZone), ecg }));
  const today = dayPosition(now, timeZone);
  const lastNight = Math.floor(today) - 1;
  const starts = [placedNights[0]?.day, placedEcgs[0]?.position].filter((start) => start !== undefined);
  const to = Math.max(today, (placedNights.at(-1)?.day ?? 0) + 1.5, placedEcgs.at(-1)?.position ?? 0);
  return {
    nights: placedNights,
    ecgs: placedEcgs,
    gaps: gapsBetween(
      placedNights.map(({ day }) => day),
      lastNight,
    ),
    segments: settingsSegments(nights),
    sources: {
      usage: chooseSource(nights, 'usage_minutes'),
      ahi: chooseSource(nights, 'ahi'),
      leak: chooseSource(nights, 'leak_p95_l_min'),
      pressure: chooseSource(nights, 'pressure_p95_cmh2o'),
    },
    from: Math.min(...starts.map((start) => Math.floor(start)), Math.floor(to) - LEAST_DAYS),
    to: Math.ceil(to * 2) / 2,
  };
}

/** What stands under the cursor: the night of a day and the ECGs recorded from its noon to the next. */
export interface AtCursor {
  day: number;
  night: TimelineNight | null;
  ecgs: TimelineEcg[];
  /** True where a night was due and none is there. */
  missing: boolean;
}

/** Reads the timeline at a night. */
export function readAt(model: TimelineModel, day: number): AtCursor {
  return {
    day,
    night: model.nights.find((placed) => placed.day === day)?.night ?? null,
    ecgs: model.ecgs.filter(({ position }) => nightAt(position) === day).map(({ ecg }) => ecg),
    missing: model.gaps.some((gap) => day >= gap.from && day <= gap.to),
  };
}
