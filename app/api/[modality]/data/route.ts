import { endpoint } from '@/lib/http/endpoint';
import { uploadContract } from '@/lib/ingest/contracts';
import { receiveUpload } from '@/lib/ingest/receive-recording';
import { listRecordingsContract } from '@/lib/recordings/endpoints';
import { listRecordings } from '@/lib/recordings/list-recordings';

export const GET = endpoint(listRecordingsContract, listRecordings);
export const POST = endpoint(uploadContract, receiveUpload);
