import { endpoint } from '@/lib/http/endpoint';
import { listLinksContract } from '@/lib/reports/link-contracts';
import { listLinks } from '@/lib/reports/sharing/list-links';

export const GET = endpoint(listLinksContract, listLinks);
