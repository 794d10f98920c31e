import { endpoint } from '@/lib/http/endpoint';
import { readEventsContract } from '@/lib/recordings/endpoints';
import { readEvents } from '@/lib/recordings/read-events';

export const GET = endpoint(readEventsContract, readEvents);
