import { NIGHT_VALUES, type Night, type NightValues } from '@/lib/therapy/contracts';

/** Values of which none is known but these. */
export function aNightValues(change: Partial<NightValues> = {}): NightValues {
  // every name of NIGHT_VALUES gets a value
  const unknown = Object.fromEntries(NIGHT_VALUES.map((name) => [name, null])) as NightValues;
  return { ...unknown, ...change };
}

const VALUES = aNightValues({
  usage_minutes: 420,
  ahi: 0.29,
  oai: 0,
  cai: 0.14,
  mai: 0,
  uai: 0,
  hi: 0.14,
  leak_p50_l_min: 1.2,
  leak_p95_l_min: 26.4,
  large_leak_minutes: 24,
  unscored_minutes: 24,
});

const SESSION: Omit<Night['sessions'][number], 'start' | 'end' | 'signal_minutes'> = {
  record_id: 'rec_1',
  modality: 'bipap',
  device_id: 'PAP-1',
  utc_offset_minutes: 60,
  end_utc_offset_minutes: 60,
  kind: 'therapy',
  event_count: 1,
  breathing_event_count: 1,
  excluded: false,
  exclusion: null,
};

const DEVICE: Night['devices'][number] = {
  device_id: 'PAP-1',
  make: 'ResMed',
  model: 'AirCurve 10 VAuto',
  serial: 'EX-1',
  firmware: null,
  device_reported: aNightValues({ usage_minutes: 421, ahi: 0.3 }),
};

/** A night of two sessions with a gap of half an hour between them, in a zone an hour ahead of UTC. */
export function aNight(change: Partial<Night> = {}): Night {
  return {
    id: 'ngt_1',
    patient_ref: 'pat_1',
    night: '2026-10-27',
    boundary_hour: 12,
    start: '2026-10-27T21:00:00.000Z',
    end: '2026-10-28T04:30:00.000Z',
    utc_offset_minutes: 60,
    clock: [{ at: '2026-10-27T21:00:00.000Z', utc_offset_minutes: 60 }],
    ...VALUES,
    coverage: { leak_minutes: 420, pressure_minutes: 420, epap_minutes: 0 },
    overlapping: false,
    sessions: [
      { ...SESSION, start: '2026-10-27T21:00:00.000Z', end: '2026-10-28T00:00:00.000Z', signal_minutes: 180 },
      { ...SESSION, start: '2026-10-28T00:30:00.000Z', end: '2026-10-28T04:30:00.000Z', signal_minutes: 240 },
    ],
    device_reported: DEVICE.device_reported,
    leak_type: 'unintentional',
    leak_limit_l_min: 24,
    mode: 'BPAP_AUTO',
    settings: { ipap_max_cmh2o: 19, epap_min_cmh2o: 16.4 },
    mask: 'nasal',
    devices: [DEVICE],
    record_ids: ['rec_1'],
    excluded: false,
    exclusion: null,
    with_excluded: null,
    change: 3,
    updated_at: '2026-10-28T08:00:00.000Z',
    ...change,
  };
}
