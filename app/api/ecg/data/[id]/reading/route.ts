import { changeReading } from '@/lib/ecg/reading/change-reading';
import { changeReadingContract } from '@/lib/ecg/reading-contracts';
import { endpoint } from '@/lib/http/endpoint';

export const PATCH = endpoint(changeReadingContract, changeReading);
