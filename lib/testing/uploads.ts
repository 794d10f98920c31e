import { TWELVE_LEADS } from '@/lib/formats/leads';
import type { ReceivedUpload } from '@/lib/ingest/read-upload';

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

/** A beat every 0.8 s, one of them late. */
const LONG_BEATS_S = Array.from({ length: 115 }, (_, beat) => 0.6 + beat * 0.8 + (beat === 50 ? 0.3 : 0));

/** The body of an ECG of 93 s and one lead at 250 Hz: 115 beats, the 51st of them 300 ms late. */
export function aLongEcgBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  const samples = new Array<number>(93 * 250).fill(0);
  for (const beat of LONG_BEATS_S)
    for (let k = -10; k <= 10; k++) samples[Math.round(beat * 250) + k] = Math.round(1000 * Math.exp(-((k / 3) ** 2)));
  return anEcgBody({
    measurements: undefined,
    statements: [],
    recording: { sampling_rate_hz: 250, unit: 'uV', leads: { II: samples } },
    ...change,
  });
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
  return { source: Buffer.from(JSON.stringify(body)), files: [], given: {}, report, idempotency_key };
}
