import type { TimelineEcg, TimelineNight, TimelineNightValues } from '@/lib/patients/timeline-contracts';

const NO_VALUES: TimelineNightValues = {
  usage_minutes: null,
  ahi: null,
  oai: null,
  cai: null,
  mai: null,
  uai: null,
  hi: null,
  leak_p95_l_min: null,
  pressure_p50_cmh2o: null,
  pressure_p95_cmh2o: null,
  epap_p95_cmh2o: null,
  t90_minutes: null,
  odi: null,
  valid_oximetry_minutes: null,
  time_at_max_pressure_minutes: null,
  periodic_breathing_minutes: null,
};

/** A night of an invented patient; `reported` are the device's own values. */
export function aNight(
  night: string,
  reported: Partial<TimelineNightValues> = { usage_minutes: 480, ahi: 2.5 },
  change: Partial<TimelineNight> = {},
): TimelineNight {
  return {
    id: `night_${night}`,
    night,
    start: `${night}T22:00:00.000Z`,
    end: `${night}T23:59:00.000Z`,
    session_count: 1,
    records: [{ id: `rec_${night}`, modality: 'cpap' }],
    mode: 'APAP',
    settings: { pressure_min_cmh2o: 6 },
    mask: 'nasal',
    leak_type: 'unintentional',
    excluded: false,
    excluded_sessions: 0,
    with_excluded: null,
    device: 'Example Auto',
    firmware: null,
    computed: NO_VALUES,
    device_reported: { ...NO_VALUES, ...reported },
    ...change,
  };
}

/** An ECG as the timeline lists it. */
export function aTimelineEcg(recording_date: string, change: Partial<TimelineEcg> = {}): TimelineEcg {
  return {
    id: `rec_${recording_date}`,
    recording_date,
    status: 'stored',
    priority: 'routine',
    reading_state: 'unconfirmed',
    utc_offset_minutes: 60,
    duration_ms: 10_000,
    heart_rate_bpm: 58,
    qt_ms: 423,
    qtc_ms: 416,
    qtc_formula: 'bazett',
    lead_count: 12,
    statement: 'Sinus bradycardia',
    reader_statement: null,
    computed: null,
    device: 'C12',
    link: null,
    ...change,
  };
}
