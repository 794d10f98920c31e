import { endpoint } from '@/lib/http/endpoint';
import { completeUpload } from '@/lib/ingest/uploads/complete-upload';
import { completeUploadContract } from '@/lib/ingest/uploads/contracts';

export const POST = endpoint(completeUploadContract, completeUpload);
