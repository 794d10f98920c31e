import type { Modality } from '@/lib/recordings/contracts';
import type { NightValues, SESSION_KINDS } from '@/lib/therapy/contracts';
import type { ClockChange, SessionDigest } from '../digest/digest-session';
import type { Exclusion, ExclusionNote } from './exclusions';
import type { ComputedNight } from './night-values';

/** What a record keeps for the assembly of nights. */
export interface TherapyDigest {
  /** The night a day without sessions was sent for, where it names one. */
  named_night: string | null;
  /** Of the device's local time at the record's start. */
  utc_offset_minutes: number;
  /** `null`: no sessions were sent, only the device's own values; empty: there were none, 0 h. */
  sessions: SessionDigest[] | null;
}

/** A record as far as nights need it. */
export interface NightSource {
  record_id: string;
  modality: Modality;
  device_id: string;
  device: { make: string | null; model: string | null; serial: string | null; firmware: string | null } | null;
  recording_date: Date;
  mode: string | null;
  settings: Record<string, string | number>;
  leak_type: string | null;
  /** The device's own values. */
  summary: Readonly<Record<string, number>>;
  digest: TherapyDigest;
  /** What of it a person took out of the figures. */
  exclusions: readonly Exclusion[];
}

/** A session's place in a night. */
export interface AssembledSession {
  record_id: string;
  modality: Modality;
  device_id: string;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  end_utc_offset_minutes: number;
  kind: (typeof SESSION_KINDS)[number];
  event_count: number | null;
  breathing_event_count: number | null;
  signal_minutes: number;
  excluded: boolean;
  /** Absent in nights assembled before sessions could be excluded. */
  exclusion?: ExclusionNote | null;
}

/** A night made of everything that is known of it. */
export interface AssembledNight extends NightValues, Pick<ComputedNight, 'coverage' | 'overlapping'> {
  night: string;
  boundary_hour: number;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  clock: ClockChange[];
  sessions: AssembledSession[];
  device_reported: NightValues | null;
  leak_type: 'unintentional' | 'total' | null;
  leak_limit_l_min: number | null;
  mode: string | null;
  settings: Record<string, string | number>;
  mask: string | null;
  devices: (NonNullable<NightSource['device']> & { device_id: string; device_reported: NightValues | null })[];
  record_ids: string[];
  /** Nothing of the night counts. */
  excluded: boolean;
  /** Why nothing of it counts: of the first session, or of the day. Absent in nights older than exclusions. */
  exclusion?: ExclusionNote | null;
  /** Minutes of use with what is excluded: the payer's rule counts every night (PAP-7). Null where nothing is. */
  with_excluded?: { usage_minutes: number | null; device_usage_minutes: number | null } | null;
}
