import { endpoint } from '@/lib/http/endpoint';
import { readBeatsContract } from '@/lib/recordings/endpoints';
import { readBeats } from '@/lib/recordings/read-beats';

export const GET = endpoint(readBeatsContract, readBeats);
