import { endpoint } from '@/lib/http/endpoint';
import { createLinkContract } from '@/lib/reports/link-contracts';
import { createLink } from '@/lib/reports/sharing/create-link';

export const POST = endpoint(createLinkContract, createLink);
