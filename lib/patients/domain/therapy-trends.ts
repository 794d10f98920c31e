import {
  adherentNights,
  bestWindow,
  canStillBeMet,
  streak,
  TRIAL_NIGHTS,
  WINDOW_NIGHTS,
} from '@/lib/therapy/domain/adherence/adherence';
import type { TimelineNight, TimelineNightValues } from '../timeline-contracts';
import {
  chooseSource,
  dateOfDay,
  dayNumber,
  settingsSegments,
  type ValueSource,
  valueIn,
  wholeUsage,
} from './timeline';

/** A night of the calendar of use. `no_data`: nothing arrived, which is not the same as 0 h. */
export interface CalendarNight {
  date: string;
  state: 'adherent' | 'short' | 'unused' | 'no_data' | 'excluded';
  minutes: number | null;
  id: string | null;
}

/** A night's minutes of use, by one source for all of them. */
function usageOf(nights: readonly TimelineNight[]) {
  const source = chooseSource(nights, 'usage_minutes');
  const byDate = new Map(nights.map((night) => [night.night, night]));
  return {
    source,
    /** Every night counts for the payer's rule, whole, with what is excluded (PAP-7). */
    minutesOn: (day: number) => {
      const night = byDate.get(dateOfDay(day));
      return night ? wholeUsage(night, source) : null;
    },
    /** What counts for everything else. */
    countedOn: (day: number) => {
      const night = byDate.get(dateOfDay(day));
      return night ? valueIn(night, 'usage_minutes', source) : null;
    },
    nightOn: (day: number) => byDate.get(dateOfDay(day)) ?? null,
  };
}

/** The nights of a stretch, the last one included, as the calendar shows them. */
export function calendarNights(nights: readonly TimelineNight[], lastNight: string, count: number): CalendarNight[] {
  const { minutesOn, nightOn } = usageOf(nights);
  const last = dayNumber(lastNight);
  return Array.from({ length: count }, (_, index) => {
    const day = last - count + 1 + index;
    const night = nightOn(day);
    const minutes = minutesOn(day);
    return { date: dateOfDay(day), state: stateOf(night, minutes), minutes, id: night?.id ?? null };
  });
}

function stateOf(night: TimelineNight | null, minutes: number | null): CalendarNight['state'] {
  if (night?.excluded) return 'excluded';
  if (minutes === null) return 'no_data';
  if (minutes === 0) return 'unused';
  return adherentNights([minutes]) === 1 ? 'adherent' : 'short';
}

/** What a stretch of nights comes to. */
export interface UsageOfNights {
  source: ValueSource;
  nights: number;
  with_data: number;
  unused: number;
  adherent: number;
  /** Nights with something excluded: it counts for the payer's rule and for nothing else. */
  excluded: number;
  /** Minutes: mean over nights with data, and with nights without data as 0; `null` without any data. */
  mean: number | null;
  mean_with_zeros: number | null;
  median_used: number | null;
}

/** Use over the last nights. */
export function usageOfNights(nights: readonly TimelineNight[], lastNight: string, count: number): UsageOfNights {
  const { source, minutesOn, countedOn, nightOn } = usageOf(nights);
  const last = dayNumber(lastNight);
  const days = Array.from({ length: count }, (_, index) => last - index);
  const all = days.map(minutesOn);
  const touched = days.filter((day) => nightOn(day)?.with_excluded);
  const left_out = touched.filter((day) => countedOn(day) === null).length;
  const known = days.map(countedOn).filter((minutes) => minutes !== null);
  const sum = known.reduce((total, minutes) => total + minutes, 0);
  return {
    source,
    nights: count,
    with_data: all.filter((minutes) => minutes !== null).length,
    unused: all.filter((minutes) => minutes === 0).length,
    adherent: adherentNights(all),
    excluded: touched.length,
    mean: known.length === 0 ? null : sum / known.length,
    mean_with_zeros: known.length === 0 ? null : sum / (count - left_out),
    median_used: median(known.filter((minutes) => minutes > 0)),
  };
}

/** The payer's rule for a patient whose therapy has begun. */
export interface TrialState {
  best: { from: string; to: string; adherent: number; met: boolean };
  /** `met`, or whether it still can be; `null` when the trial is over and it was not. */
  outlook: 'met' | 'open' | 'missed';
  /** Nights of the trial that are over. */
  nights_over: number;
}

/** @returns `null` when the therapy begins after the last night, or its start is not known */
export function trialState(
  nights: readonly TimelineNight[],
  start: string | null,
  lastNight: string,
): TrialState | null {
  if (start === null || start > lastNight) return null;
  const { minutesOn } = usageOf(nights);
  const first = dayNumber(start);
  const nights_over = Math.min(TRIAL_NIGHTS, dayNumber(lastNight) - first + 1);
  const trial = Array.from({ length: nights_over }, (_, index) => minutesOn(first + index));
  const { from, adherent, met } = bestWindow(trial);
  return {
    best: { from: dateOfDay(first + from), to: dateOfDay(first + from + WINDOW_NIGHTS - 1), adherent, met },
    outlook: met ? 'met' : canStillBeMet(trial) ? 'open' : 'missed',
    nights_over,
  };
}

/** Nights in a row of four hours and more, up to the last. */
export function currentStreak(nights: readonly TimelineNight[], lastNight: string): number {
  const { minutesOn } = usageOf(nights);
  const first = nights[0] ? dayNumber(nights[0].night) : dayNumber(lastNight);
  const length = Math.max(0, dayNumber(lastNight) - first + 1);
  return streak(Array.from({ length }, (_, index) => minutesOn(first + index)));
}

/** Medians of a value before and after a change; `null` with fewer nights than make one. */
export interface BeforeAfter {
  before: number | null;
  after: number | null;
}

/** A change of mode, settings, mask or firmware, with what changed in the nights beside it. */
export interface SettingsChange {
  date: string;
  words: { from: TimelineNight; to: TimelineNight };
  ahi: BeforeAfter;
  usage_minutes: BeforeAfter;
}

/** Nights on each side of a change that are compared, and the fewest that make a median. */
export const SIDE_NIGHTS = 7;
export const FEWEST_NIGHTS = 3;

/**
 * Every change of settings, the newest first, with medians of up to seven nights on each side. A side stops at the next
 * change: nights under other settings say nothing of this one.
 */
export function settingsChanges(nights: readonly TimelineNight[]): SettingsChange[] {
  const segments = settingsSegments(nights);
  const within = (from: number, to: number) =>
    nights.filter((night) => dayNumber(night.night) >= from && dayNumber(night.night) <= to && !night.excluded);
  const changes = segments.flatMap((segment, index): SettingsChange[] => {
    const earlier = segments[index - 1];
    if (!earlier) return [];
    const before = within(Math.max(earlier.from, segment.from - SIDE_NIGHTS), segment.from - 1);
    const after = within(segment.from, Math.min(segment.to, segment.from + SIDE_NIGHTS - 1));
    const [from, to] = [stated(before).at(-1), stated(after)[0]];
    if (!from || !to) return [];
    const medians = (name: keyof TimelineNightValues): BeforeAfter => {
      const source = chooseSource(nights, name);
      const of = (side: readonly TimelineNight[]) => {
        const values = side.flatMap((night) => valueIn(night, name, source) ?? []);
        return values.length < FEWEST_NIGHTS ? null : median(values);
      };
      return { before: of(before), after: of(after) };
    };
    const date = dateOfDay(segment.from);
    const words = { from: { ...from, firmware: earlier.firmware }, to: { ...to, firmware: segment.firmware } };
    return [{ date, words, ahi: medians('ahi'), usage_minutes: medians('usage_minutes') }];
  });
  return changes.reverse();
}

const stated = (nights: readonly TimelineNight[]) => nights.filter(({ mode }) => mode !== null);

/** The middle value, of an even number the mean of the two in the middle; `null` without any. */
export function median(values: readonly number[]): number | null {
  const ordered = [...values].sort((a, b) => a - b);
  const [low, high] = [ordered[Math.floor((ordered.length - 1) / 2)], ordered[Math.floor(ordered.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
