import { endpoint } from '@/lib/http/endpoint';
import { setLegalHoldContract } from '@/lib/recordings/lifecycle/contracts';
import { setLegalHold } from '@/lib/recordings/lifecycle/set-legal-hold';

export const PUT = endpoint(setLegalHoldContract, setLegalHold);
