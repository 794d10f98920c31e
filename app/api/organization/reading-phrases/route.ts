import { getPhrasesContract, setPhrasesContract } from '@/lib/ecg/phrase-contracts';
import { getPhrases } from '@/lib/ecg/reading/get-phrases';
import { setPhrases } from '@/lib/ecg/reading/set-phrases';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getPhrasesContract, getPhrases);
export const PUT = endpoint(setPhrasesContract, setPhrases);
