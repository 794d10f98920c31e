import { endpoint } from '@/lib/http/endpoint';
import { getPatientContract, updatePatientContract } from '@/lib/patients/endpoints';
import { getPatient } from '@/lib/patients/get-patient';
import { updatePatient } from '@/lib/patients/update-patient';

export const GET = endpoint(getPatientContract, getPatient);
export const PUT = endpoint(updatePatientContract, updatePatient);
