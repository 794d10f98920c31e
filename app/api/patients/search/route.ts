import { endpoint } from '@/lib/http/endpoint';
import { searchPatientsContract } from '@/lib/patients/endpoints';
import { searchPatients } from '@/lib/patients/search-patients';

export const POST = endpoint(searchPatientsContract, searchPatients);
