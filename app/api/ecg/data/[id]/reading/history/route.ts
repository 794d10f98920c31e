import { getReadingHistory } from '@/lib/ecg/reading/get-reading-history';
import { getReadingHistoryContract } from '@/lib/ecg/reading-contracts';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getReadingHistoryContract, getReadingHistory);
