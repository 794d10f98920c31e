import type { ClockMethod } from '@/lib/correlation/domain/clock/clock-rule';
import type { EcgLink } from '@/lib/correlation/domain/links/link-ecg';
import type { ReadingState } from '@/lib/ecg/domain/reading/reading';
import type { TimelineNight } from '@/lib/patients/timeline-contracts';

/** Raised whenever the same inputs would be drawn otherwise, or other inputs are taken. */
export const REPORT_LAYOUT = 1;

/** The one formula by which QTc stands in the report: values by another are corrected anew or left out, never mixed. */
export const REPORT_QTC_FORMULA = 'fridericia';

/** A night with what the page says of it beyond the timeline. */
export interface ReportNight extends TimelineNight {
  device_ids: string[];
  /** Why sessions of it were taken out of the figures, one entry a session. */
  exclusions: string[];
}

/** What was computed of an ECG's samples; only where the organisation shows such values. */
export interface ReportComputed {
  algorithm: string;
  version: string;
  heart_rate_bpm: number | null;
  /** By the formula of the report. */
  qtc_ms: number | null;
  /** Null: cannot be told. */
  af_suspected: boolean | null;
  /** Over all of a long recording; absent of a short one, and in reports of before it was told. */
  fibrillation?: { suspected_ms: number; judged_ms: number };
}

/** A stored ECG: as its device sent it, what a reader said of it, what was computed of it. */
export interface ReportEcg {
  id: string;
  version: number;
  recording_date: string;
  device_id: string;
  link: EcgLink | null;
  heart_rate_bpm: number | null;
  qt_ms: number | null;
  qtc_ms: number | null;
  qtc_formula: string | null;
  /** All statements of the device, one after the other. */
  statement: string | null;
  reading: {
    state: ReadingState;
    statement: string | null;
    author: string | null;
    recorded_at: string | null;
    /** The version that was confirmed before this one; null where none was. */
    confirmed_before: number | null;
  };
  computed: ReportComputed | null;
}

/** A device whose recordings are in the report. */
export interface ReportDevice {
  device_id: string;
  kind: 'ecg' | 'therapy';
  make: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
}

/** How two clocks were aligned for this patient. */
export interface ReportClock {
  ecg_device_id: string;
  therapy_device_id: string;
  offset_ms: number;
  uncertainty_ms: number | null;
  method: ClockMethod;
  night: string;
}

/** Everything a joint report is made from, and nothing else: kept with it as canonical JSON. */
export interface ReportInputs {
  layout: number;
  /** The time of making, which is an input like any other. */
  made_at: string;
  made_by: string | null;
  organization: { name: string; time_zone: string };
  /** Dates, both included. */
  range: { from: string; to: string };
  patient: {
    patient_id: string;
    family_name: string | null;
    given_name: string | null;
    birth_date: string | null;
    sex: string;
    verified: boolean;
    pacemaker: string;
    atrial_fibrillation: string;
    therapy_start: string | null;
    night_boundary_hour: number;
  };
  /** Those that are over when the report is made. */
  nights: ReportNight[];
  ecgs: ReportEcg[];
  devices: ReportDevice[];
  clocks: ReportClock[];
  rules: {
    adherence: { name: string; version: string };
    nights: { algorithm: string; version: string };
    /** Null where the organisation does not show computed values. */
    ecg_algorithm: { name: string; version: string } | null;
  };
}
