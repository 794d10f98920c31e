import { linksOf } from '@/lib/recordings/present-record';
import type { RecordDocument } from '@/models/record';
import type { ProcessingAnswer, UploadAnswer } from './contracts';

function common(document: RecordDocument) {
  return {
    id: document.record_id,
    version: document.version,
    patient_id: document.patient_id,
    device_id: document.device_id,
    recording_date: document.recording_date.toISOString(),
    ...(document.therapy ? { night: document.therapy.night } : {}),
    warnings: document.warnings,
    links: linksOf(document),
  };
}

/** What the sender of a new record is told. */
export function answerOf(document: RecordDocument): UploadAnswer {
  if (document.status !== 'quarantined') return { ...common(document), status: 'stored' };
  return { ...common(document), status: 'quarantined', reasons: document.reasons, claimed: document.claimed };
}

/** What the sender of something known is told. */
export function duplicateAnswer(document: RecordDocument): UploadAnswer {
  return { ...common(document), status: 'duplicate' };
}

/** What the sender of a large upload is told while it waits to be read. */
export function processingAnswer(upload: Pick<RecordDocument, 'record_id' | 'modality'>): ProcessingAnswer {
  return { id: upload.record_id, status: 'processing', links: linksOf({ ...upload, files: [] }) };
}
