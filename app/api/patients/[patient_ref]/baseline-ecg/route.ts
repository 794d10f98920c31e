import { chooseBaseline } from '@/lib/ecg/choose-baseline';
import { chooseBaselineContract } from '@/lib/ecg/endpoints';
import { endpoint } from '@/lib/http/endpoint';

export const PUT = endpoint(chooseBaselineContract, chooseBaseline);
