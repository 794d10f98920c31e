import { endpoint } from '@/lib/http/endpoint';
import { abortUpload } from '@/lib/ingest/uploads/abort-upload';
import { abortUploadContract } from '@/lib/ingest/uploads/contracts';

export const DELETE = endpoint(abortUploadContract, abortUpload);
