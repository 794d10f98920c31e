import { endpoint } from '@/lib/http/endpoint';
import { uploadContract } from '@/lib/ingest/contracts';
import { takeUpload } from '@/lib/ingest/uploads/take-upload';
import { listRecordingsContract } from '@/lib/recordings/endpoints';
import { listRecordings } from '@/lib/recordings/list-recordings';

export const GET = endpoint(listRecordingsContract, listRecordings);
export const POST = endpoint(uploadContract, takeUpload);
