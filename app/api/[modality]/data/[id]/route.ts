import { endpoint } from '@/lib/http/endpoint';
import { getRecordOrUploadContract } from '@/lib/ingest/uploads/contracts';
import { getRecordOrUpload } from '@/lib/ingest/uploads/get-record-or-upload';
import { deleteRecordingContract } from '@/lib/recordings/lifecycle/contracts';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';

export const GET = endpoint(getRecordOrUploadContract, getRecordOrUpload);
export const DELETE = endpoint(deleteRecordingContract, deleteRecording);
