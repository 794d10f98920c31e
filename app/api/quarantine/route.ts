import { endpoint } from '@/lib/http/endpoint';
import { listHeld } from '@/lib/ingest/quarantine/list-held';
import { listQuarantineContract } from '@/lib/recordings/lifecycle/contracts';

export const GET = endpoint(listQuarantineContract, listHeld);
