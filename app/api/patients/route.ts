import { endpoint } from '@/lib/http/endpoint';
import { findPatientsContract } from '@/lib/patients/endpoints';
import { findPatients } from '@/lib/patients/find-patients';

export const GET = endpoint(findPatientsContract, findPatients);
