import { TWELVE_LEADS } from '@/lib/formats/leads';
import type { ReceivedUpload } from '@/lib/ingest/read-upload';
import type { NightDocument, NightValues } from '@/models/therapy-night';

/** Samples of a lead: a triangle wave in µV that differs by lead and by seed, so that no two uploads look alike. */
function samplesOf(lead: number, seed: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => (Math.abs(((index * 7 + lead * 31 + seed * 101) % 400) - 200) - 100) * 5,
  );
}

/** The body of an ECG upload: twelve leads, 10 s at 500 Hz unless told otherwise. */
export function anEcgBody(
  change: Record<string, unknown> & { seed?: number; seconds?: number } = {},
): Record<string, unknown> {
  const { seed = 1, seconds = 10, ...fields } = change;
  const leads = Object.fromEntries(TWELVE_LEADS.map((name, index) => [name, samplesOf(index, seed, seconds * 500)]));
  return {
    patient_id: 'P12345',
    patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
    device_id: 'ECG-7F-01',
    recording_date: '2026-11-03T08:15:00+01:00',
    recording: { sampling_rate_hz: 500, unit: 'uV', leads },
    statements: ['Sinus rhythm'],
    measurements: { heart_rate_bpm: 72, qt_ms: 400, qtc_ms: 438, qtc_formula: 'bazett' },
    ...fields,
  };
}

/** The body of a therapy upload: one session with a leak signal and one event. */
export function aTherapyBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    patient_id: 'P12345',
    device_id: 'CPAP-1',
    therapy: {
      mode: 'APAP',
      leak_type: 'unintentional',
      sessions: [
        {
          start: '2026-11-02T22:41:00+01:00',
          end: '2026-11-03T06:12:00+01:00',
          events: [{ type: 'obstructive_apnea', start: '2026-11-03T01:10:30+01:00', duration_s: 14 }],
          signals: [{ name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: [0, 1, 2, 3] }],
        },
      ],
      summary: { usage_minutes: 451 },
    },
    ...change,
  };
}

/** The smallest thing that passes for a PDF, different by its text. */
export function aPdf(text = 'report'): Uint8Array {
  return Buffer.from(
    `%PDF-1.4\n% ${text}\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n`,
  );
}

/** A body as it is received. */
export function received(
  body: unknown,
  report: Uint8Array | null = null,
  idempotency_key: string | null = null,
): ReceivedUpload {
  return { source: Buffer.from(JSON.stringify(body)), report, idempotency_key };
}

const NO_VALUES: NightValues = {
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

/** A patient's night as assembled: seven quiet hours with a ResMed device and a nasal mask. */
export function aNight(
  patient_ref: string,
  night: string,
  change: Partial<NightDocument> = {},
): Omit<NightDocument, 'organization_id'> {
  const start = new Date(`${night}T22:00:00Z`);
  return {
    ...NO_VALUES,
    _id: `ngt_${patient_ref}_${night}`,
    patient_ref,
    patient_id: 'P12345',
    night,
    start,
    end: new Date(start.getTime() + 420 * 60_000),
    utc_offset_minutes: 60,
    sessions: [],
    usage_minutes: 420,
    ahi: 2,
    cai: 0.5,
    leak_p95_l_min: 10,
    device_reported: null,
    leak_type: 'unintentional',
    mode: 'APAP',
    settings: {},
    mask: 'nasal',
    devices: [{ device_id: 'CPAP-1', make: 'ResMed', model: 'AirSense 11', firmware: null }],
    record_ids: [],
    excluded: false,
    change: 1,
    updated_at: start,
    ...change,
  };
}
