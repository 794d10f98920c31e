import { aNight } from '@/lib/testing/timeline';
import type { ReportEcg, ReportInputs, ReportNight } from './report-inputs';

/** An ECG of an invented patient, read by nobody. */
export function aReportEcg(recording_date: string, change: Partial<ReportEcg> = {}): ReportEcg {
  return {
    id: `rec_${recording_date}`,
    version: 1,
    recording_date,
    device_id: 'ECG-1',
    link: { kind: 'none', night_id: null, night: null },
    heart_rate_bpm: 60,
    qt_ms: 400,
    qtc_ms: 400,
    qtc_formula: 'fridericia',
    statement: 'Sinus rhythm',
    reading: { state: 'unconfirmed', statement: null, author: null, recorded_at: null, confirmed_before: null },
    computed: null,
    ...change,
  };
}

/** A night of the report's one therapy device. */
export function aReportNight(night: string, reported = {}, change: Partial<ReportNight> = {}): ReportNight {
  return {
    ...aNight(night, { usage_minutes: 300, ahi: 2, leak_p95_l_min: 10, pressure_p95_cmh2o: 9.5, ...reported }),
    device_ids: ['PAP-1'],
    exclusions: [],
    ...change,
  };
}

const device = { make: 'Example', serial: null, firmware: null };

/** Ten nights from 1 November and nothing else, made a week later. */
export function aReport(change: Partial<ReportInputs> = {}): ReportInputs {
  return {
    layout: 1,
    made_at: '2026-11-20T09:00:00.000Z',
    made_by: 'Dr Example',
    organization: { name: 'Test clinic', time_zone: 'Europe/Brussels' },
    range: { from: '2026-11-01', to: '2026-11-10' },
    patient: {
      patient_id: '0048 2217',
      family_name: 'Łukaszewicz-Őrsi',
      given_name: 'Žofia',
      birth_date: '1952-03-14',
      sex: 'female',
      verified: true,
      pacemaker: 'unknown',
      atrial_fibrillation: 'no',
      therapy_start: null,
      night_boundary_hour: 12,
    },
    nights: Array.from({ length: 10 }, (_, index) => aReportNight(`2026-11-${String(index + 1).padStart(2, '0')}`)),
    ecgs: [],
    devices: [
      { ...device, device_id: 'PAP-1', kind: 'therapy', model: 'Auto 10' },
      { ...device, device_id: 'ECG-1', kind: 'ecg', model: 'C12' },
    ],
    clocks: [],
    rules: {
      adherence: { name: 'cms-4h-21-of-30', version: '1.0.0' },
      nights: { algorithm: 'nightbeat-night', version: '1.2.0' },
      ecg_algorithm: null,
    },
    ...change,
  };
}

const text = (length: number) => 'A long sentence in words of many lengths, as readers write. '.repeat(length / 60);

function manyEcgs(date: (day: number) => string): ReportEcg[] {
  const states = ['unconfirmed', 'preliminary', 'confirmed', 'amended'] as const;
  return Array.from({ length: 40 }, (_, index) =>
    aReportEcg(`${date(index * 9)}T07:30:00.000Z`, {
      device_id: `ECG-${1 + (index % 3)}`,
      heart_rate_bpm: index % 9 === 4 ? null : 50 + ((index * 13) % 60),
      qtc_ms: index % 9 === 4 ? null : 390 + ((index * 17) % 90),
      qt_ms: null,
      statement: index % 5 === 0 ? 'Atrial fibrillation with rapid ventricular response' : text(120),
      reading: {
        state: states[index % 4] ?? 'unconfirmed',
        statement: index % 4 === 0 ? null : text(240),
        author: 'Dr Example',
        recorded_at: `${date(index * 9)}T09:30:00.000Z`,
        confirmed_before: null,
      },
      computed: {
        ...{ algorithm: 'nightbeat-measure', version: '1.0.0', heart_rate_bpm: 62, qtc_ms: 411.2 },
        af_suspected: index % 5 === 0,
        ...(index % 10 === 0 ? { fibrillation: { suspected_ms: 1_500_000, judged_ms: 30_000_000 } } : {}),
      },
    }),
  );
}

/** A year of everything there can be, and more of it than a page has room for. */
export function aFullReport(): ReportInputs {
  const date = (day: number) => new Date(Date.UTC(2025, 10, 20 + day)).toISOString().slice(0, 10);
  return aReport({
    range: { from: date(0), to: date(364) },
    patient: {
      ...aReport().patient,
      family_name: 'VERY LONG NAME '.repeat(8),
      verified: false,
      therapy_start: date(3),
    },
    nights: Array.from({ length: 360 }, (_, day) => day)
      .filter((day) => day % 11 !== 5)
      .map((day) =>
        aReportNight(
          date(day),
          { usage_minutes: (day * 37) % 520, ahi: (day * 7) % 19, leak_p95_l_min: (day * 5) % 47 },
          {
            settings: { pressure_min_cmh2o: 6 + Math.floor(day / 40) },
            ...(day % 50 === 7
              ? { excluded: true, excluded_sessions: 1, exclusions: [`Mask test ${day}. ${text(60)}`] }
              : {}),
          },
        ),
      ),
    ecgs: manyEcgs(date),
    devices: [1, 2, 3, 4, 5, 6].flatMap((number) => [
      { ...device, device_id: `PAP-${number}`, kind: 'therapy' as const, model: `Auto ${number}` },
      { ...device, device_id: `ECG-${number}`, kind: 'ecg' as const, model: `C${number}`, serial: `S-${number}` },
    ]),
    clocks: [
      {
        ...{ ecg_device_id: 'ECG-1', therapy_device_id: 'PAP-1', offset_ms: 42_000, uncertainty_ms: 3000 },
        ...{ method: 'manual', night: date(300) },
      },
    ],
    rules: { ...aReport().rules, ecg_algorithm: { name: 'nightbeat-measure', version: '1.0.0' } },
  });
}
