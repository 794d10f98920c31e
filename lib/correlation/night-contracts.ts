import type { Recording } from '@/lib/recordings/contracts';
import type { ClockState } from './domain/clock/clock-rule';

/** An ECG that links to a night, and how its clock stands to the night's. */
export interface NightEcg {
  recording: Recording;
  /** The therapy device whose clock the night's axis shows; null where none is known. */
  therapy_device_id: string | null;
  clock: ClockState;
  /** Of the alignment of the two clocks; 0 where there is none. */
  alignment_revision: number;
}
