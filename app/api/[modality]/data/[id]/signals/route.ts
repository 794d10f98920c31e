import { endpoint } from '@/lib/http/endpoint';
import { readSignalsContract } from '@/lib/recordings/endpoints';
import { readSignals } from '@/lib/recordings/read-signals';

export const GET = endpoint(readSignalsContract, readSignals);
