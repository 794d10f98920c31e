import { endpoint } from '@/lib/http/endpoint';
import { countFacets } from '@/lib/patients/count-facets';
import { countFacetsContract } from '@/lib/patients/endpoints';

export const POST = endpoint(countFacetsContract, countFacets);
