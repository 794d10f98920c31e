import { endpoint } from '@/lib/http/endpoint';
import { batchContract } from '@/lib/ingest/contracts';
import { receiveBatch } from '@/lib/ingest/receive-batch';

export const POST = endpoint(batchContract, receiveBatch);
