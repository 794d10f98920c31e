import { endpoint } from '@/lib/http/endpoint';
import { getRecordingContract } from '@/lib/recordings/endpoints';
import { getRecording } from '@/lib/recordings/get-recording';
import { deleteRecordingContract } from '@/lib/recordings/lifecycle/contracts';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';

export const GET = endpoint(getRecordingContract, getRecording);
export const DELETE = endpoint(deleteRecordingContract, deleteRecording);
