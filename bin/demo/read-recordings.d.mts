import type { DatedUpload } from './shift-dates.mjs';

export interface ExampleRecording {
  file: string;
  modality: string;
  upload: DatedUpload & Record<string, unknown> & { patient_id: string; device_id: string };
}

export function readRecordings(folder: string): ExampleRecording[];
