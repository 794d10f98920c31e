import { endpoint } from '@/lib/http/endpoint';
import { assignHeld } from '@/lib/ingest/quarantine/assign-held';
import { assignHeldContract } from '@/lib/recordings/lifecycle/contracts';

export const POST = endpoint(assignHeldContract, assignHeld);
