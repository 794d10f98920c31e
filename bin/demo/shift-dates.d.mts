/** The parts of an upload that hold dates; everything else passes through. */
export interface DatedUpload {
  source_id: string;
  timezone: string;
  sent_at: string;
  recording_date?: string;
  night?: string;
  therapy?: { sessions: { start: string; end: string; events?: { start: string }[] }[] };
}

export function addDays(date: string, days: number): string;
export function clockWasReset(text: string): boolean;
export function daysBetween(from: string, to: string): number;
export function shiftUpload<T extends DatedUpload>(upload: T, days: number): T;
