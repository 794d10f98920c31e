import { endpoint } from '@/lib/http/endpoint';
import { getRetentionContract, setRetentionContract } from '@/lib/retention/contracts';
import { getRetention } from '@/lib/retention/get-retention';
import { setRetention } from '@/lib/retention/set-retention';

export const GET = endpoint(getRetentionContract, getRetention);
export const PUT = endpoint(setRetentionContract, setRetention);
