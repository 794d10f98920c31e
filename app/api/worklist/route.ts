import { endpoint } from '@/lib/http/endpoint';
import { getWorklistContract } from '@/lib/worklist/contracts';
import { getWorklist } from '@/lib/worklist/get-worklist';

export const GET = endpoint(getWorklistContract, getWorklist);
