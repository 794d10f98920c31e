import { endpoint } from '@/lib/http/endpoint';
import { getRecordingContract } from '@/lib/recordings/endpoints';
import { getRecording } from '@/lib/recordings/get-recording';

export const GET = endpoint(getRecordingContract, getRecording);
