import { endpoint } from '@/lib/http/endpoint';
import { getHeld } from '@/lib/ingest/quarantine/get-held';
import { getHeldContract } from '@/lib/ingest/quarantine-contracts';

export const GET = endpoint(getHeldContract, getHeld);
