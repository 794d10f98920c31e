import { endpoint } from '@/lib/http/endpoint';
import { setExclusionContract } from '@/lib/therapy/exclusion-contracts';
import { setExclusion } from '@/lib/therapy/set-exclusion';

export const PUT = endpoint(setExclusionContract, setExclusion);
