import { endpoint } from '@/lib/http/endpoint';
import { identifyPatientContract } from '@/lib/patients/identify-contracts';
import { identifyPatient } from '@/lib/patients/identify-patient';

export const POST = endpoint(identifyPatientContract, identifyPatient);
