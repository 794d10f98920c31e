import { reportAlive } from '@/lib/http/check-readiness';
import { openEndpoint } from '@/lib/http/endpoint';
import { healthContract } from '@/lib/http/system-contracts';

export const dynamic = 'force-dynamic';
export const GET = openEndpoint(healthContract, reportAlive);
