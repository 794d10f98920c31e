import type { NightValues } from '@/lib/therapy/contracts';
import type { SessionDigest } from '../digest/digest-session';
import { type Histogram, histogramMs, percentile, poolHistograms } from '../digest/histogram';
import type { OximetryDigest } from '../digest/oximetry';
import { type PooledIndices, pooledIndices } from '../indices';

const MINUTE_MS = 60_000;

/** Sessions may share this much time: two devices' clocks differ by seconds when one is changed for the other. */
const SHARED_TIME_MS = 60_000;

/** What is computed of a night, and for how long the signals behind it were sent. */
export interface ComputedNight {
  values: NightValues;
  overlapping: boolean;
  coverage: { leak_minutes: number; pressure_minutes: number; epap_minutes: number };
}

/**
 * The values of the sessions of a night that count, pooled over all of them (PAP-3). A sum of minutes is known when
 * it is known of every session; percentiles and oximetry are those of the time their signal was sent.
 *
 * Where sessions overlap (two devices at once, a day sent twice under two records) usage counts shared time once and
 * nothing else is computed: a breath may stand in both, and nobody can tell.
 * @param one_leak false when unintentional and total leak come together, which no percentile can hold
 */
export function computeNight(sessions: readonly SessionDigest[], one_leak: boolean): ComputedNight {
  const indices = pooledIndices(sessions);
  const mask_on_ms = sessions.reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0);
  const overlapping = mask_on_ms - indices.usage_minutes * MINUTE_MS > SHARED_TIME_MS;
  const known = overlapping ? [] : sessions;
  const leak = one_leak ? poolHistograms(known.map((session) => session.leak)) : null;
  const pressure = poolHistograms(known.map((session) => session.pressure));
  const epap = poolHistograms(known.map((session) => session.epap));
  return {
    overlapping,
    coverage: {
      leak_minutes: histogramMs(leak) / MINUTE_MS,
      pressure_minutes: histogramMs(pressure) / MINUTE_MS,
      epap_minutes: histogramMs(epap) / MINUTE_MS,
    },
    values: {
      ...(overlapping ? withoutIndices(indices) : indices),
      ...percentiles(leak, pressure, epap),
      large_leak_minutes: minutes(known, 'large_leak_ms'),
      unscored_minutes: minutes(known, 'unscored_ms'),
      periodic_breathing_minutes: minutes(known, 'periodic_breathing_ms'),
      time_at_max_pressure_minutes: minutes(known, 'at_max_pressure_ms'),
      ...oximetry(known.flatMap((session) => session.oximetry ?? [])),
    },
  };
}

function withoutIndices({ usage_minutes }: PooledIndices): PooledIndices {
  return { usage_minutes, ahi: null, oai: null, cai: null, mai: null, uai: null, hi: null };
}

function percentiles(leak: Histogram | null, pressure: Histogram | null, epap: Histogram | null) {
  return {
    leak_p50_l_min: percentile(leak, 0.5),
    leak_p95_l_min: percentile(leak, 0.95),
    pressure_p50_cmh2o: percentile(pressure, 0.5),
    pressure_p95_cmh2o: percentile(pressure, 0.95),
    epap_p95_cmh2o: percentile(epap, 0.95),
  };
}

type TimeOf = 'large_leak_ms' | 'unscored_ms' | 'periodic_breathing_ms' | 'at_max_pressure_ms';

function minutes(sessions: readonly SessionDigest[], name: TimeOf): number | null {
  let sum = 0;
  for (const { [name]: ms } of sessions) {
    if (ms === null) return null;
    sum += ms;
  }
  return sessions.length === 0 ? null : sum / MINUTE_MS;
}

/** Without any saturation nothing is known of it. Falls are per hour of valid oximetry. */
function oximetry(digests: readonly OximetryDigest[]) {
  if (digests.length === 0) {
    return { spo2_min_percent: null, t90_minutes: null, t88_minutes: null, odi: null, valid_oximetry_minutes: null };
  }
  let [valid, below90, atOrBelow88, falls] = [0, 0, 0, 0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const digest of digests) {
    valid += digest.valid_ms;
    below90 += digest.below_90_ms;
    atOrBelow88 += digest.at_or_below_88_ms;
    falls += digest.desaturations;
    lowest = Math.min(lowest, digest.min_percent);
  }
  return {
    spo2_min_percent: lowest,
    t90_minutes: below90 / MINUTE_MS,
    t88_minutes: atOrBelow88 / MINUTE_MS,
    odi: falls / (valid / 3_600_000),
    valid_oximetry_minutes: valid / MINUTE_MS,
  };
}
