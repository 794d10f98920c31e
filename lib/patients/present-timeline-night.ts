import type { NightDocument, NightValues } from '@/models/therapy-night';
import type { TimelineNight, TimelineNightValues } from './timeline-contracts';

/** Values of a night that the timeline and what is made of it know. */
export const TIMELINE_VALUES = [
  'usage_minutes',
  'ahi',
  'oai',
  'cai',
  'mai',
  'uai',
  'hi',
  'leak_p95_l_min',
  'pressure_p50_cmh2o',
  'pressure_p95_cmh2o',
  'epap_p95_cmh2o',
  't90_minutes',
  'odi',
  'valid_oximetry_minutes',
  'time_at_max_pressure_minutes',
  'periodic_breathing_minutes',
] as const satisfies readonly (keyof NightValues)[];

function valuesOf(values: Partial<NightValues>): TimelineNightValues {
  // filled with every name just below; a page has thousands of these, so they are made in one go
  const all = {} as TimelineNightValues;
  for (const name of TIMELINE_VALUES) all[name] = values[name] ?? null;
  return all;
}

/** The records a night is made of, each once. */
function recordsIn({ sessions }: NightDocument): TimelineNight['records'] {
  return [...new Map(sessions.map(({ record_id, modality }) => [record_id, { id: record_id, modality }])).values()];
}

/** What the devices of a night ran, in one order whichever was used first. */
function firmwareIn({ devices }: NightDocument): string | null {
  const known = new Set(devices.flatMap(({ firmware }) => firmware ?? []));
  return known.size === 0 ? null : [...known].sort((a, b) => (a < b ? -1 : 1)).join(', ');
}

/** A stored night as one lean entry of the timeline. */
export function presentTimelineNight(document: NightDocument): TimelineNight {
  return {
    id: document._id,
    night: document.night,
    start: document.start.toISOString(),
    end: document.end.toISOString(),
    session_count: document.sessions.length,
    records: recordsIn(document),
    mode: document.mode,
    settings: document.settings,
    mask: document.mask,
    leak_type: document.leak_type,
    excluded: document.excluded,
    excluded_sessions: document.sessions.filter(({ excluded }) => excluded).length,
    with_excluded: document.with_excluded ?? null,
    device: document.devices.map((device) => device.model ?? device.device_id).join(', '),
    firmware: firmwareIn(document),
    computed: valuesOf(document),
    device_reported: document.device_reported ? valuesOf(document.device_reported) : null,
  };
}
