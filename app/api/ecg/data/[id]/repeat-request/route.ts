import { requestRepeat } from '@/lib/ecg/reading/request-repeat';
import { requestRepeatContract } from '@/lib/ecg/reading-contracts';
import { endpoint } from '@/lib/http/endpoint';

export const PUT = endpoint(requestRepeatContract, requestRepeat);
