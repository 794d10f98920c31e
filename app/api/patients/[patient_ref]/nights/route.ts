import { endpoint } from '@/lib/http/endpoint';
import { listNightsContract } from '@/lib/therapy/contracts';
import { listNights } from '@/lib/therapy/list-nights';

export const GET = endpoint(listNightsContract, listNights);
