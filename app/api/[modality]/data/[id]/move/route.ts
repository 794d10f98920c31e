import { endpoint } from '@/lib/http/endpoint';
import { moveRecordingContract } from '@/lib/recordings/lifecycle/contracts';
import { moveRecording } from '@/lib/recordings/lifecycle/move-recording';

export const POST = endpoint(moveRecordingContract, moveRecording);
