import { environment } from '@/lib/config/env';
import { ALL_CONTRACTS } from '@/lib/http/all-contracts';
import { openEndpoint } from '@/lib/http/endpoint';
import { openApiDocument } from '@/lib/http/openapi';
import { openApiContract } from '@/lib/http/system-contracts';

export const dynamic = 'force-dynamic';
export const GET = openEndpoint(openApiContract, async () => openApiDocument(ALL_CONTRACTS, environment().public_url));
