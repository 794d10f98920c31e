import { endpoint } from '@/lib/http/endpoint';
import { getReportInputsContract } from '@/lib/reports/contracts';
import { getReportInputs } from '@/lib/reports/read-report';

export const GET = endpoint(getReportInputsContract, getReportInputs);
