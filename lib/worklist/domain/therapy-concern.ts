import { leakLimit } from '@/lib/therapy/domain/digest/leak-limit';
import type { NightWindow } from './night-window';

/** Values of a night, each null where it is not known. */
interface NightFigures {
  usage_minutes: number | null;
  ahi: number | null;
  cai: number | null;
  leak_p95_l_min: number | null;
}

/** A patient's night as far as concern needs it: computed values, and what the devices reported. */
export interface ConcernNight extends NightFigures {
  night: string;
  device_reported: NightFigures | null;
  leak_type: string | null;
  mask: string | null;
  makes: readonly (string | null)[];
  excluded: boolean;
}

export const NIGHT_STATES = ['enough', 'short', 'zero', 'no_data', 'excluded', 'pending', 'before'] as const;

/** One bar: how long the device was used, or why there is no bar. `no_data` is not 0 h, `before` is before any data. */
export interface NightBar {
  night: string;
  state: (typeof NIGHT_STATES)[number];
  usage_minutes: number | null;
}

export const CONCERN_CODES = ['short_streak', 'central', 'ahi', 'short_nights', 'leak', 'no_data'] as const;

/** Why somebody looks at a patient; `nights` of `of_nights` nights show it, `value` is the worst of them. */
export interface Concern {
  code: (typeof CONCERN_CODES)[number];
  level: 'high' | 'caution';
  nights: number;
  of_nights: number;
  value: number | null;
}

/** Where a figure comes from: worked out by us from sessions and events, or reported by the device. */
export type FigureSource = 'computed' | 'device';

/** A patient's last fourteen nights, with what there is to worry about (none: nothing). */
export interface TherapyConcern {
  bars: NightBar[];
  concerns: Concern[];
  /** Nights of at least 4 h, and nights with data. */
  enough_nights: number;
  data_nights: number;
  /** Over the last seven nights; null where no night has it. */
  ahi: { value: number; source: FigureSource } | null;
  leak: { value: number; source: FigureSource; leak_type: string | null } | null;
}

// Defaults of clinical reference 1.4 and 1.5. Nights count as used enough from 4 h on, tested on whole minutes (CMS).
const ENOUGH_MINUTES = 240;
/** CMS: 4 h on 70 % of nights. */
const ENOUGH_SHARE = 0.7;
/** PAP-USE: under 4 h on 3 straight nights. */
const SHORT_STREAK = 3;
/** PAP-SILENT: 3 nights without data. */
const NO_DATA_NIGHTS = 3;
/** PAP-AHI, PAP-LEAK and the averages beside them look at 7 nights. */
const RECENT_NIGHTS = 7;
/** PAP-AHI: residual AHI of 10 on 3 nights, or of 20 on one whose leak is known to be fine. */
const AHI_REVIEW = 10;
const AHI_REVIEW_NIGHTS = 3;
const AHI_ALONE = 20;
/** PAP-CSA: central share of half with a central index of 5. */
const CENTRAL_SHARE = 0.5;
const CENTRAL_INDEX = 5;
/** PAP-LEAK: above the limit on 3 nights. */
const LEAK_NIGHTS = 3;

type FigureName = keyof NightFigures;

/** Our own value where there is one, the device's otherwise. */
function figure(night: ConcernNight, name: FigureName): { value: number; source: FigureSource } | null {
  const computed = night[name];
  if (computed !== null) return { value: computed, source: 'computed' };
  const reported = night.device_reported?.[name] ?? null;
  return reported === null ? null : { value: reported, source: 'device' };
}

/** Central share needs both indices from one source: a ratio of two methods means nothing. */
function centralIndex(night: ConcernNight): number | null {
  for (const { ahi, cai } of [night, night.device_reported ?? { ahi: null, cai: null }]) {
    if (ahi === null || cai === null) continue;
    return cai >= CENTRAL_INDEX && ahi > 0 && cai / ahi >= CENTRAL_SHARE ? cai : null;
  }
  return null;
}

function barOf(night: string, found: ConcernNight | undefined, known: boolean, pending: boolean): NightBar {
  if (!found) return { night, state: pending ? 'pending' : known ? 'no_data' : 'before', usage_minutes: null };
  const usage_minutes = figure(found, 'usage_minutes')?.value ?? null;
  if (found.excluded) return { night, state: 'excluded', usage_minutes };
  if (usage_minutes === null) return { night, state: 'no_data', usage_minutes };
  if (Math.floor(usage_minutes) >= ENOUGH_MINUTES) return { night, state: 'enough', usage_minutes };
  return { night, state: usage_minutes > 0 ? 'short' : 'zero', usage_minutes };
}

function barsOf(nights: ReadonlyMap<string, ConcernNight>, window: NightWindow, knownBefore: boolean): NightBar[] {
  let known = knownBefore;
  return window.nights.map((night, index) => {
    const found = nights.get(night);
    known ||= found !== undefined;
    return barOf(night, found, known, window.last_pending && index === window.nights.length - 1);
  });
}

/** The longest run of bars that are short or zero; a night without data or an excluded one ends a run. */
function longestShortRun(bars: readonly NightBar[]): number {
  let longest = 0;
  let run = 0;
  for (const { state } of bars) {
    run = state === 'short' || state === 'zero' ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function usageConcerns(bars: readonly NightBar[]): Concern[] {
  const used = bars.filter(({ state }) => state === 'enough' || state === 'short' || state === 'zero');
  const short = used.filter(({ state }) => state !== 'enough');
  const missing = bars.filter(({ state }) => state === 'no_data').length;
  const concerns: Concern[] = [];
  const streak = longestShortRun(bars);
  const of_nights = used.length;
  if (streak >= SHORT_STREAK)
    concerns.push({ code: 'short_streak', level: 'high', nights: short.length, of_nights, value: streak });
  else if (of_nights >= SHORT_STREAK && of_nights - short.length < ENOUGH_SHARE * of_nights)
    concerns.push({ code: 'short_nights', level: 'caution', nights: short.length, of_nights, value: null });
  if (missing >= NO_DATA_NIGHTS)
    concerns.push({ code: 'no_data', level: 'caution', nights: missing, of_nights: bars.length, value: null });
  return concerns;
}

const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);

/** The limit all devices of the night share; null where one of them has none or another. */
function limitOf({ leak_type, makes, mask }: ConcernNight): number | null {
  const [limit = null, ...others] = makes.map((make) => leakLimit({ leak_type, make, mask_type: mask }));
  return others.every((other) => other === limit) ? limit : null;
}

/** True or false against a known limit, null where there is no limit or no value. */
function leakOverLimit(night: ConcernNight): boolean | null {
  const limit = limitOf(night);
  const leak = figure(night, 'leak_p95_l_min');
  return limit === null || leak === null ? null : leak.value > limit;
}

function breathingConcerns(recent: readonly ConcernNight[]): Concern[] {
  const of_nights = recent.length;
  const concerns: Concern[] = [];
  const central = recent.flatMap((night) => centralIndex(night) ?? []);
  if (central.length > 0)
    concerns.push({ code: 'central', level: 'high', nights: central.length, of_nights, value: largest(central) });
  const high = recent.flatMap((night) => {
    const value = figure(night, 'ahi')?.value ?? 0;
    return value >= AHI_REVIEW ? [{ value, alone: value >= AHI_ALONE && leakOverLimit(night) === false }] : [];
  });
  if (high.length >= AHI_REVIEW_NIGHTS || high.some(({ alone }) => alone)) {
    const value = largest(high.map((night) => night.value));
    concerns.push({ code: 'ahi', level: 'high', nights: high.length, of_nights, value });
  }
  const leaking = recent.filter((night) => leakOverLimit(night) === true);
  if (leaking.length >= LEAK_NIGHTS) {
    const value = largest(leaking.map((night) => figure(night, 'leak_p95_l_min')?.value ?? 0));
    concerns.push({ code: 'leak', level: 'caution', nights: leaking.length, of_nights, value });
  }
  return concerns;
}

/** One source for a figure over several nights: ours unless only the device has it. */
function sourceOf(found: readonly { source: FigureSource }[]): FigureSource {
  return found.some(({ source }) => source === 'device') ? 'device' : 'computed';
}

/** AHI of several nights together: events over hours, so that a short night does not weigh as much as a long one (PAP-3). */
function pooledAhi(nights: readonly ConcernNight[]): TherapyConcern['ahi'] {
  const found = nights.flatMap((night) => {
    const ahi = figure(night, 'ahi');
    const minutes = figure(night, 'usage_minutes')?.value ?? 0;
    return ahi && minutes > 0 ? [{ ...ahi, minutes }] : [];
  });
  const minutes = found.reduce((sum, night) => sum + night.minutes, 0);
  if (minutes === 0) return null;
  return {
    value: found.reduce((sum, night) => sum + night.value * night.minutes, 0) / minutes,
    source: sourceOf(found),
  };
}

/** Leak of a period: the mean of the nightly 95th percentiles of used nights (clinical reference 1.4); null for mixed kinds of leak. */
function meanLeak(nights: readonly ConcernNight[]): TherapyConcern['leak'] {
  const found = nights.flatMap((night) => {
    const leak = figure(night, 'leak_p95_l_min');
    return leak && (figure(night, 'usage_minutes')?.value ?? 0) > 0 ? [{ ...leak, leak_type: night.leak_type }] : [];
  });
  const [first] = found;
  if (!first || found.some(({ leak_type }) => leak_type !== first.leak_type)) return null;
  const value = found.reduce((sum, night) => sum + night.value, 0) / found.length;
  return { value, source: sourceOf(found), leak_type: first.leak_type };
}

/**
 * What the last fourteen nights of a patient give reason to look at. Excluded nights count for nothing (PAP-7); nights
 * without data are never 0 h.
 * @param knownBefore whether there were nights before the window, so that its gaps are gaps and not the time before
 */
export function therapyConcern(
  nights: readonly ConcernNight[],
  window: NightWindow,
  knownBefore: boolean,
): TherapyConcern {
  const byNight = new Map(nights.map((night) => [night.night, night]));
  const bars = barsOf(byNight, window, knownBefore);
  const recent = window.nights
    .slice(-RECENT_NIGHTS)
    .flatMap((night) => byNight.get(night) ?? [])
    .filter(({ excluded }) => !excluded);
  const concerns = [...usageConcerns(bars), ...breathingConcerns(recent)];
  return {
    bars,
    concerns: concerns.sort((a, b) => CONCERN_CODES.indexOf(a.code) - CONCERN_CODES.indexOf(b.code)),
    enough_nights: bars.filter(({ state }) => state === 'enough').length,
    data_nights: bars.filter(({ usage_minutes, state }) => usage_minutes !== null && state !== 'excluded').length,
    ahi: pooledAhi(recent),
    leak: meanLeak(recent),
  };
}

/** By number of high concerns, then of all, then by nights that were not long enough; the most concerning first. */
export function compareConcern(a: TherapyConcern, b: TherapyConcern): number {
  const high = ({ concerns }: TherapyConcern) => concerns.filter(({ level }) => level === 'high').length;
  return high(b) - high(a) || b.concerns.length - a.concerns.length || a.enough_nights - b.enough_nights;
}
