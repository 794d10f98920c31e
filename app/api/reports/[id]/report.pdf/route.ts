import { endpoint } from '@/lib/http/endpoint';
import { getReportPdfContract } from '@/lib/reports/contracts';
import { getReportPdf } from '@/lib/reports/read-report';

export const GET = endpoint(getReportPdfContract, getReportPdf);
