import type { NightDocument, NightValues } from '@/models/therapy-night';

/** Values of a night of which nothing is known. */
export const NO_NIGHT_VALUES: NightValues = {
  usage_minutes: null,
  ahi: null,
  oai: null,
  cai: null,
  mai: null,
  uai: null,
  hi: null,
  leak_p50_l_min: null,
  leak_p95_l_min: null,
  large_leak_minutes: null,
  pressure_p50_cmh2o: null,
  pressure_p95_cmh2o: null,
  epap_p95_cmh2o: null,
  time_at_max_pressure_minutes: null,
  periodic_breathing_minutes: null,
  unscored_minutes: null,
  spo2_min_percent: null,
  t90_minutes: null,
  t88_minutes: null,
  odi: null,
  valid_oximetry_minutes: null,
};

const aNightDevice = (make: string, model: string): NightDocument['devices'][number] => ({
  device_id: 'CPAP-1',
  make,
  model,
  serial: null,
  firmware: null,
  device_reported: null,
});

/** A stored night of an invented patient: eight hours from 22:00 UTC, reported by its device. */
export function aStoredNight(
  patient: { patient_ref: string; patient_id: string },
  night: string,
  change: Partial<NightDocument> = {},
): Omit<NightDocument, 'organization_id'> {
  const start = new Date(`${night}T22:00:00Z`);
  const end = new Date(start.getTime() + 8 * 3_600_000);
  return {
    ...NO_NIGHT_VALUES,
    _id: `night_${patient.patient_ref}_${night}`,
    ...patient,
    night,
    start,
    end,
    utc_offset_minutes: 60,
    sessions: [
      {
        record_id: 'rec_1',
        modality: 'cpap',
        device_id: 'CPAP-1',
        start,
        end,
        utc_offset_minutes: 60,
        end_utc_offset_minutes: 60,
        kind: 'therapy',
        event_count: null,
        breathing_event_count: null,
        signal_minutes: 0,
        excluded: false,
      },
    ],
    usage_minutes: 480,
    device_reported: { ...NO_NIGHT_VALUES, usage_minutes: 470, ahi: 2.5, leak_p95_l_min: 12 },
    leak_type: 'unintentional',
    mode: 'APAP',
    settings: { pressure_min_cmh2o: 6 },
    mask: 'nasal',
    devices: [aNightDevice('Example', 'Auto 10')],
    record_ids: ['rec_1'],
    boundary_hour: 12,
    clock: [],
    overlapping: false,
    leak_limit_l_min: 24,
    coverage: { leak_minutes: 0, pressure_minutes: 0, epap_minutes: 0 },
    excluded: false,
    change: 1,
    updated_at: end,
    ...change,
  };
}

/** A stored night as computed alone: seven quiet hours with a ResMed device and a nasal mask. */
export function aQuietNight(
  patient_ref: string,
  night: string,
  change: Partial<NightDocument> = {},
): Omit<NightDocument, 'organization_id'> {
  const start = new Date(`${night}T22:00:00Z`);
  return aStoredNight({ patient_ref, patient_id: 'P12345' }, night, {
    end: new Date(start.getTime() + 420 * 60_000),
    sessions: [],
    usage_minutes: 420,
    ahi: 2,
    cai: 0.5,
    leak_p95_l_min: 10,
    device_reported: null,
    devices: [aNightDevice('ResMed', 'AirSense 11')],
    ...change,
  });
}
