import { endpoint } from '@/lib/http/endpoint';
import { getSitesContract, setSitesContract } from '@/lib/sites/contracts';
import { getSites } from '@/lib/sites/get-sites';
import { setSites } from '@/lib/sites/set-sites';

export const GET = endpoint(getSitesContract, getSites);
export const PUT = endpoint(setSitesContract, setSites);
