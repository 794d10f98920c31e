import { endpoint } from '@/lib/http/endpoint';
import { rejectHeld } from '@/lib/ingest/quarantine/reject-held';
import { rejectHeldContract } from '@/lib/recordings/lifecycle/contracts';

export const POST = endpoint(rejectHeldContract, rejectHeld);
