import { checkReadiness } from '@/lib/http/check-readiness';
import { openEndpoint } from '@/lib/http/endpoint';
import { readyContract } from '@/lib/http/system-contracts';

export const dynamic = 'force-dynamic';
export const GET = openEndpoint(readyContract, checkReadiness);
