import { countEvents, type EventCounts } from '../indices';
import { coveredMs, type Interval } from '../merge-intervals';
import { COARSE_BINS, FINE_BINS, type Histogram, histogramOf, type SampledValues } from './histogram';
import { digestOximetry, type OximetryDigest } from './oximetry';

/** The device's clock was set, or changed to or from summer time, at this instant. */
export interface ClockChange {
  at: Date;
  utc_offset_minutes: number;
}

/** A session as it was read, with its signals from its start on. */
export interface ReadSession {
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  clock_changes: ClockChange[];
  /** As the device says; a mask-fit run is never guessed from its length. */
  kind: 'therapy' | 'mask_fit';
  events: readonly { type: string; start: Date; duration_s: number }[] | null;
  signals: readonly (SampledValues & { name: string })[];
}

/** What decides how a session's signals are judged. */
export interface DigestSetting {
  leak_limit_l_min: number | null;
  max_pressure_cmh2o: number | null;
  /** Whether the device looks for periodic breathing: that it marked none says nothing where it does not. */
  scores_periodic_breathing: boolean;
}

/**
 * All that a night needs of one session: small, pooled exactly with others, kept in the record so that nights are
 * assembled without reading signals. Times in ms; `null` where it is not known.
 */
export interface SessionDigest extends Pick<ReadSession, 'start' | 'end' | 'utc_offset_minutes' | 'clock_changes'> {
  kind: 'therapy' | 'mask_fit';
  counts: EventCounts | null;
  /** Events of every kind. */
  event_count: number | null;
  /** The longest of its signals. */
  signal_ms: number;
  leak: Histogram | null;
  pressure: Histogram | null;
  epap: Histogram | null;
  large_leak_ms: number | null;
  unscored_ms: number | null;
  periodic_breathing_ms: number | null;
  at_max_pressure_ms: number | null;
  oximetry: OximetryDigest | null;
}

/** A pressure this close under the maximum is at it: devices round, and regulate around it. Our own choice. */
const AT_MAXIMUM_WITHIN_CMH2O = 0.2;

/** Histogram bins a record may hold, so that its document stays small (STO-1); a night of five sessions has about 500. */
const MOST_BINS = 4000;

const NO_HISTOGRAMS = { leak: null, pressure: null, epap: null };

/**
 * The digests of a record's sessions. Histograms that would not fit are made coarser; those of a hundred sessions,
 * each with pressures and leaks all over the scale, are not kept, and there are no percentiles then.
 */
export function digestSessions(sessions: readonly ReadSession[], setting: DigestSetting): SessionDigest[] {
  const fine = sessions.map((session) => digestSession(session, setting));
  if (binsOf(fine) <= MOST_BINS) return fine;
  const coarse = sessions.map((session) => digestSession(session, setting, COARSE_BINS));
  return binsOf(coarse) <= MOST_BINS ? coarse : coarse.map((digest) => ({ ...digest, ...NO_HISTOGRAMS }));
}

function binsOf(digests: readonly SessionDigest[]): number {
  return digests.reduce((sum, { leak, pressure, epap }) => sum + size(leak) + size(pressure) + size(epap), 0);
}

const size = (histogram: Histogram | null) => histogram?.ms.length ?? 0;

/** The digest of one session. Samples beyond its end are left out. */
export function digestSession(session: ReadSession, setting: DigestSetting, bins = FINE_BINS): SessionDigest {
  const { start, end, utc_offset_minutes, clock_changes, kind, events } = session;
  const session_ms = end.getTime() - start.getTime();
  const find = (name: string) => {
    const signal = session.signals.find((one) => one.name === name);
    return signal && { signal, length: Math.min(signal.values.length, Math.ceil(session_ms / signal.period_ms)) };
  };
  const histogram = (name: string, width: number) => {
    const found = find(name);
    return found ? histogramOf(found.signal, found.length, width) : null;
  };
  const spo2 = find('spo2');
  const spans = (...types: string[]) => eventSpans(session, types);
  const leaky = largeLeak(find('leak'), spans('large_leak'), setting.leak_limit_l_min, session_ms);
  return {
    start,
    end,
    utc_offset_minutes,
    clock_changes,
    kind,
    counts: countEvents(events),
    event_count: events?.length ?? null,
    signal_ms: Math.round(
      session.signals.reduce((most, one) => Math.max(most, Math.min(session_ms, one.values.length * one.period_ms)), 0),
    ),
    leak: histogram('leak', bins.leak),
    pressure: histogram('pressure', bins.pressure),
    epap: histogram('epap', bins.pressure),
    large_leak_ms: leaky && Math.round(coveredMs(leaky)),
    unscored_ms: leaky && Math.round(coveredMs([...leaky, ...spans('mask_off')])),
    periodic_breathing_ms:
      events && setting.scores_periodic_breathing ? Math.round(coveredMs(spans('periodic_breathing'))) : null,
    at_max_pressure_ms: atMaximum(find('pressure'), setting.max_pressure_cmh2o),
    oximetry: spo2 ? digestOximetry(spo2.signal, spo2.length) : null,
  };
}

interface FoundSignal {
  signal: SampledValues;
  length: number;
}

/** Spans of events in ms from the session's start, cut at its ends. */
function eventSpans({ start, end, events }: ReadSession, types: readonly string[]): Interval[] {
  const session_ms = end.getTime() - start.getTime();
  return (events ?? [])
    .filter(({ type }) => types.includes(type))
    .map((event) => {
      const from = event.start.getTime() - start.getTime();
      return { from: Math.max(0, from), to: Math.min(session_ms, from + event.duration_s * 1000) };
    });
}

/**
 * When the leak was large: above the limit for vendor and mask, or as the device itself marks it. Without a limit and
 * without a mark it is not known, as many devices never mark it.
 */
function largeLeak(
  leak: FoundSignal | undefined,
  marked: Interval[],
  limit: number | null,
  session_ms: number,
): Interval[] | null {
  const measured = leak && limit !== null ? spansAbove(leak, limit, session_ms) : null;
  if (measured === null && marked.length === 0) return null;
  return [...(measured ?? []), ...marked];
}

function spansAbove({ signal, length }: FoundSignal, limit: number, session_ms: number): Interval[] {
  const spans: Interval[] = [];
  for (let i = 0; i < length; i++) {
    const raw = signal.values[i] ?? null;
    if (raw === null || (raw - signal.offset) * signal.scale <= limit) continue;
    const from = i * signal.period_ms;
    const last = spans.at(-1);
    if (last !== undefined && last.to >= from) last.to = Math.min(session_ms, from + signal.period_ms);
    else spans.push({ from, to: Math.min(session_ms, from + signal.period_ms) });
  }
  return spans;
}

function atMaximum(pressure: FoundSignal | undefined, maximum: number | null): number | null {
  if (!pressure || maximum === null) return null;
  const { signal, length } = pressure;
  // 8.2 − 0.2 is a little more than 8 in doubles
  const threshold = maximum - AT_MAXIMUM_WITHIN_CMH2O - 1e-9;
  let samples = 0;
  for (let i = 0; i < length; i++) {
    const raw = signal.values[i] ?? null;
    if (raw !== null && (raw - signal.offset) * signal.scale >= threshold) samples++;
  }
  return Math.round(samples * signal.period_ms);
}
