import { endpoint } from '@/lib/http/endpoint';
import { createReportContract, listReportsContract } from '@/lib/reports/contracts';
import { createReport } from '@/lib/reports/create-report';
import { listReports } from '@/lib/reports/list-reports';

export const GET = endpoint(listReportsContract, listReports);
export const POST = endpoint(createReportContract, createReport);
