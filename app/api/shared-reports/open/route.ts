import { openEndpoint } from '@/lib/http/endpoint';
import { openLinkContract } from '@/lib/reports/link-contracts';
import { openLink } from '@/lib/reports/sharing/open-link';

export const POST = openEndpoint(openLinkContract, openLink);
