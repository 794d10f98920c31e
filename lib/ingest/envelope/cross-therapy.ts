import { checkIntervals, type IntervalFault, type PlacedSession } from '@/lib/therapy/domain/session-intervals';
import { hasOffset, type KnownZones, type ResolvedTime, resolveDeviceTime } from '../domain/device-time';
import { fault, type UploadFault } from './faults';
import { asArray, asObject, asString, field, type LooseObject } from './loose';
import { SIGNAL_UNITS } from './therapy';

type Path = readonly PropertyKey[];

/** The rules of a day of therapy that concern more than one field (PAP-4, VAL-2). */
export function crossCheckTherapy(body: LooseObject): UploadFault[] {
  const therapy = asObject(field(body, 'therapy'));
  if (therapy === undefined) return [];
  const sessions = asArray(field(therapy, 'sessions'));
  const faults = (sessions ?? []).flatMap((session, s) => checkSignals(asObject(session), ['therapy', 'sessions', s]));
  if (sessions !== undefined) faults.push(...checkSessionTimes(sessions, asString(field(body, 'timezone'))));
  faults.push(...checkLeakType(therapy, sessions ?? []));
  const dated = field(body, 'night') !== undefined || field(body, 'recording_date') !== undefined;
  if ((sessions?.length ?? 0) === 0 && !dated) {
    faults.push(fault(['night'], 'required', 'A day without sessions names its night.'));
  }
  if (sessions === undefined && field(therapy, 'summary') === undefined) {
    faults.push(fault(['therapy', 'sessions'], 'required', 'Sessions, a summary, or both are needed.'));
  }
  return faults;
}

function checkSignals(session: LooseObject | undefined, path: Path): UploadFault[] {
  const faults: UploadFault[] = [];
  const seen = new Set<string>();
  for (const [i, value] of (asArray(field(session, 'signals')) ?? []).entries()) {
    const signal = asObject(value);
    const name = asString(field(signal, 'name'));
    const unit = asString(field(signal, 'unit'));
    const expected = Object.entries(SIGNAL_UNITS).find(([known]) => known === name)?.[1];
    const at = [...path, 'signals', i];
    if (name === undefined || expected === undefined) continue;
    if (unit !== undefined && unit !== expected) {
      faults.push(fault([...at, 'unit'], 'unit_mismatch', `The signal ${name} comes in ${expected}.`));
    }
    if (seen.has(name)) faults.push(fault(at, 'duplicate_channel', `The signal ${name} stands here more than once.`));
    seen.add(name);
  }
  return faults;
}

function checkLeakType(therapy: LooseObject, sessions: readonly unknown[]): UploadFault[] {
  if (field(therapy, 'leak_type') !== undefined) return [];
  const summary = asObject(field(therapy, 'summary'));
  const hasValue = ['leak_p50_l_min', 'leak_p95_l_min'].some((name) => typeof field(summary, name) === 'number');
  const hasSignal = sessions.some((session) =>
    asArray(field(asObject(session), 'signals'))?.some((signal) => field(asObject(signal), 'name') === 'leak'),
  );
  return hasValue || hasSignal
    ? [fault(['therapy', 'leak_type'], 'required', 'Leak is either unintentional or total: which one is sent?')]
    : [];
}

/** Sessions whose times can be placed without knowing the device: with offsets, or in the request's own zone. */
function checkSessionTimes(sessions: readonly unknown[], timezone: string | undefined): UploadFault[] {
  const placed = sessions.flatMap((value, index) => {
    const session = asObject(value);
    const start = place(asString(field(session, 'start')), { request: timezone });
    if (start === undefined) return [];
    const end = place(asString(field(session, 'end')), { request: timezone }, start.recording_date);
    return end === undefined ? [] : [{ index, start: start.recording_date, end: end.recording_date }];
  });
  return intervalFaults(placed);
}

function place(text: string | undefined, zones: KnownZones, not_before?: Date): ResolvedTime | undefined {
  if (text === undefined || (zones.request === undefined && !hasOffset(text))) return undefined;
  const time = resolveDeviceTime(text, zones, { not_before });
  return time.ok ? time : undefined;
}

const INTERVAL_SENTENCES: Record<IntervalFault['reason'], string> = {
  invalid_interval: 'A session ends after its start.',
  overlapping_sessions: 'One device has one session at a time; this one begins before an earlier one ended.',
};

/** The faults of sessions that cannot be, at their place in the upload. */
export function intervalFaults(sessions: readonly PlacedSession[]): UploadFault[] {
  return checkIntervals(sessions).map(({ index, reason }) =>
    fault(
      ['therapy', 'sessions', index, reason === 'invalid_interval' ? 'end' : 'start'],
      reason,
      INTERVAL_SENTENCES[reason],
    ),
  );
}
