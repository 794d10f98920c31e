import { getComparisonReportContract } from '@/lib/ecg/export-contracts';
import { getComparisonReport } from '@/lib/ecg/report/comparison/get-comparison-report';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getComparisonReportContract, getComparisonReport);
