import { getComputedValuesContract, setComputedValuesContract } from '@/lib/computed-values/contracts';
import { getComputedValues } from '@/lib/computed-values/get-computed-values';
import { setComputedValues } from '@/lib/computed-values/set-computed-values';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getComputedValuesContract, getComputedValues);
export const PUT = endpoint(setComputedValuesContract, setComputedValues);
