import { endpoint } from '@/lib/http/endpoint';
import { getTimelineContract } from '@/lib/patients/endpoints';
import { getTimeline } from '@/lib/patients/get-timeline';

export const GET = endpoint(getTimelineContract, getTimeline);
