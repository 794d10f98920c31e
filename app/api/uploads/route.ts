import { endpoint } from '@/lib/http/endpoint';
import { openUploadContract } from '@/lib/ingest/uploads/contracts';
import { openUpload } from '@/lib/ingest/uploads/open-upload';

export const POST = endpoint(openUploadContract, openUpload);
