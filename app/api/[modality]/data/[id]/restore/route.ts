import { endpoint } from '@/lib/http/endpoint';
import { restoreRecordingContract } from '@/lib/recordings/lifecycle/contracts';
import { restoreRecording } from '@/lib/recordings/lifecycle/restore-recording';

export const POST = endpoint(restoreRecordingContract, restoreRecording);
