import { endpoint } from '@/lib/http/endpoint';
import { getRecordingFileContract } from '@/lib/recordings/endpoints';
import { getRecordingFile } from '@/lib/recordings/get-recording-file';

export const GET = endpoint(getRecordingFileContract, getRecordingFile);
