import { getReportContract } from '@/lib/ecg/export-contracts';
import { getReport } from '@/lib/ecg/report/get-report';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getReportContract, getReport);
