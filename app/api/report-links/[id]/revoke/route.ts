import { endpoint } from '@/lib/http/endpoint';
import { revokeLinkContract } from '@/lib/reports/link-contracts';
import { revokeLink } from '@/lib/reports/sharing/revoke-link';

export const POST = endpoint(revokeLinkContract, revokeLink);
