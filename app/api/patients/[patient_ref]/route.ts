import { endpoint } from '@/lib/http/endpoint';
import { getPatientContract } from '@/lib/patients/contracts';
import { getPatient } from '@/lib/patients/get-patient';

export const GET = endpoint(getPatientContract, getPatient);
