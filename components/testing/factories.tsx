import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import type { QtcSetting } from '@/components/ecg/read-panel';
import type { ReadingSetting } from '@/components/ecg/reading/reading-section';
import { theme } from '@/components/ui/theme';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import type { Patient, PatientFlag, PatientSummary } from '@/lib/patients/contracts';
import type { Recording } from '@/lib/recordings/contracts';

export const NOW = '2026-11-22T13:02:00.000Z';
export const TIME_ZONE = 'Europe/Brussels';

const TWELVE = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** Rhythm channels of the given leads at 500 Hz. */
export function channels(leads: readonly string[], derived: readonly string[] = []): Recording['channels'] {
  return leads.map((name, index) => ({
    id: String(index),
    name,
    kind: 'rhythm',
    unit: 'uV',
    sampling_rate_hz: 500,
    derived: derived.includes(name),
  }));
}

/** A flag with its value and nothing else known of it. */
export function aFlag(value: PatientFlag['value'] = 'unknown'): PatientFlag {
  return { value, date: null, source: null, author: null, recorded_at: null };
}

/** An invented patient. */
export function aPatient(change: Partial<Patient> = {}): Patient {
  return {
    patient_ref: 'pat_1',
    patient_id: '0048 2217',
    family_name: 'Quillfeather',
    given_name: 'Ambrose',
    birth_date: '1952-03-14',
    sex: 'male',
    verified: true,
    flags: {
      pacemaker: aFlag(),
      atrial_fibrillation: aFlag('no'),
      heart_failure: aFlag(),
      pregnancy: aFlag(),
    },
    therapy_start: null,
    diagnostic_ahi: null,
    night_boundary_hour: 12,
    last_ecg_id: 'rec_1',
    last_night_id: null,
    revision: 1,
    created_at: NOW,
    ...change,
  };
}

/** An invented patient as a search answers it. */
export function aPatientSummary(change: Partial<PatientSummary> = {}): PatientSummary {
  const { patient_ref, patient_id, family_name, given_name, birth_date, sex, verified } = aPatient();
  return {
    ...{ patient_ref, patient_id, family_name, given_name, birth_date, sex, verified },
    ecg_count: 3,
    therapy_count: 0,
    last_ecg: {
      id: 'rec_1',
      recording_date: '2026-11-12T10:00:00.000Z',
      reading_state: 'unconfirmed',
      heart_rate_bpm: 58,
      qtc_ms: 416,
      qtc_formula: 'bazett',
    },
    last_night: null,
    recent_usage: null,
    ...change,
  };
}

/** A reading nobody has begun. */
export function aReading(change: Partial<Recording['reading']> = {}): Recording['reading'] {
  return {
    state: 'unconfirmed',
    version: 1,
    ...{ statement: null, author: null, recorded_at: null, time_to_read_ms: null, undo_until: null, earlier: null },
    ...change,
  };
}

/** Somebody who may read and confirm, with the department's usual phrases. */
/** Nothing known of the patient that QTc is judged by. */
export const NO_QTC_SETTING: QtcSetting = { age_years: null, baseline: null };

export const READER: ReadingSetting = { rights: { write: true, confirm: true }, phrases: DEFAULT_PHRASES };

const STORED: Omit<Recording, 'channels'> = {
  id: 'rec_1',
  modality: 'ecg',
  status: 'stored',
  version: 1,
  latest_version: 1,
  revision: 1,
  patient_id: '0048 2217',
  patient_ref: 'pat_1',
  claimed: null,
  reasons: [],
  device_id: 'ECG-7F-01',
  source_id: 'cart7/0042',
  recording_date: '2026-11-22T07:14:07.000Z',
  device_time: '2026-11-22T08:14:07',
  utc_offset_minutes: 60,
  time_source: 'offset',
  time_ambiguous: false,
  clock_offset_ms: null,
  duration_ms: 10_000,
  priority: 'routine',
  filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null, zero_phase: null },
  measurements: {
    heart_rate_bpm: 58,
    pr_ms: 190,
    qrs_ms: 88,
    qt_ms: 424,
    qtc_ms: 416,
    qtc_formula: 'bazett',
    p_axis_deg: 68,
    qrs_axis_deg: -4,
    t_axis_deg: null,
  },
  derived: null,
  quality: null,
  measuring: 'done',
  reading: aReading(),
  repeat_request: null,
  statements: ['Sinus bradycardia'],
  therapy: null,
  warnings: [],
  order: { accession_number: null, indication: 'palpitations', ordering_unit: 'Ward 3' },
  device: { make: 'Example', model: 'C12', serial: '77120417', firmware: '3.2' },
  site: 'Ward 3',
  operator: null,
  vendor: null,
  files: [
    { role: 'source', content_type: 'application/json', bytes: 1000, sha256: 'a' },
    { role: 'report', content_type: 'application/pdf', bytes: 1000, sha256: 'b' },
  ],
  report_check: null,
  legal_hold: false,
  moved_at: null,
  deleted_at: null,
  link: null,
  received_at: '2026-11-22T07:15:02.000Z',
  links: { self: '', signals: '', source: '', report: '' },
};

/** A stored 10 s twelve-lead ECG with measurements and a PDF. */
export function aRecording(change: Partial<Recording> = {}): Recording {
  return { ...structuredClone(STORED), channels: channels(TWELVE), ...change };
}

/** The router of rendered components; tests look at what it was asked. */
export const router = {
  push: vi.fn<AppRouterInstance['push']>(),
  refresh: vi.fn<AppRouterInstance['refresh']>(),
  replace: vi.fn<AppRouterInstance['replace']>(),
  prefetch: vi.fn<AppRouterInstance['prefetch']>(),
  back: vi.fn<AppRouterInstance['back']>(),
  forward: vi.fn<AppRouterInstance['forward']>(),
};

/** A page at `path`, whose router goes nowhere. */
export function AtPath({ path, children }: { path: string; children: ReactNode }) {
  return (
    // the parts of Next's router that components use; the rest of its type is internal to Next
    <AppRouterContext value={router as unknown as AppRouterInstance}>
      <PathnameContext value={path}>{children}</PathnameContext>
    </AppRouterContext>
  );
}

/** Renders inside the theme and a router that goes nowhere, without transitions. */
export function renderThemed(element: ReactNode, path = '/') {
  return render(
    <AtPath path={path}>
      <MantineProvider theme={theme} env="test">
        <QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>
      </MantineProvider>
    </AtPath>,
  );
}
