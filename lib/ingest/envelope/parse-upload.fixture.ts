import { parseUpload } from './parse-upload';

export type Json = Record<string, unknown>;

/** The least that passes for a PDF, in base64. */
export const pdf = (text = '%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n') => Buffer.from(text).toString('base64');

/** The example of the API description. */
export const ecg = (changes: Json = {}): Json => ({
  patient_id: 'P12345',
  patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
  device_id: 'ECG-7F-01',
  source_id: 'cart7/2026-11-03/0042',
  recording_date: '2026-11-03T08:15:00+01:00',
  timezone: 'Europe/Brussels',
  sent_at: '2026-11-03T08:16:40+01:00',
  priority: 'routine',
  order: { accession_number: 'A-1', indication: 'palpitations', ordering_unit: 'Ward 3' },
  device: { make: 'Example', model: 'C12', serial: '0417', firmware: '3.2' },
  site: 'Ward 3',
  operator: 'T-114',
  recording: {
    sampling_rate_hz: 500,
    unit: 'uV',
    scale: 1,
    offset: 0,
    filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50 },
    leads: { I: [0, 5, 9], II: [0, 7, 12] },
  },
  measurements: {
    ...{ heart_rate_bpm: 72, pr_ms: 160, qrs_ms: 92, qt_ms: 400, qtc_ms: 438, qtc_formula: 'bazett' },
    ...{ p_axis_deg: 50, qrs_axis_deg: 40, t_axis_deg: 45 },
  },
  statements: ['Sinus rhythm'],
  report_pdf_base64: pdf(),
  ...changes,
});

/** A short recording of one lead. */
export const recording = (changes: Json): Json => ({
  ...{ sampling_rate_hz: 500, unit: 'uV', leads: { I: [0, 5, 9] } },
  ...changes,
});

/** One session as the API shows it. */
export const session = (changes: Json = {}): Json => ({
  start: '2026-11-02T22:41:00+01:00',
  end: '2026-11-03T06:12:00+01:00',
  events: [{ type: 'obstructive_apnea', start: '2026-11-03T01:10:30+01:00', duration_s: 14 }],
  signals: [{ name: 'flow', unit: 'L/s', sampling_rate_hz: 25, samples: [0.1, 0.2] }],
  ...changes,
});

/** A day of therapy as the API shows it. */
export const therapy = (changes: Json = {}, head: Json = {}): Json => ({
  patient_id: 'P12345',
  device_id: 'PAP-1',
  therapy: {
    mode: 'APAP',
    settings: { pressure_min_cmh2o: 6, pressure_max_cmh2o: 14, ramp_minutes: 20, epr_level: 2, mask_type: 'nasal' },
    leak_type: 'unintentional',
    sessions: [session()],
    summary: { usage_minutes: 451, ahi: 0.1, oai: 0.1, cai: 0, hi: 0, leak_p95_l_min: 12, pressure_p95_cmh2o: 11.2 },
    ...changes,
  },
  ...head,
});

/** Code and pointer of every fault, `ok` when there is none. */
export function faults(
  modality: 'ecg' | 'cpap' | 'bipap',
  body: unknown,
  recordingOption: 'required' | 'optional' = 'required',
) {
  const parsed = parseUpload(modality, body, { recording: recordingOption });
  return parsed.ok
    ? 'ok'
    : parsed.errors.map(({ code, pointer }) => `${code} ${pointer}`).sort((a, b) => (a < b ? -1 : 1));
}
