import { endpoint } from '@/lib/http/endpoint';
import { getReportSharingContract, setReportSharingContract } from '@/lib/reports/contracts';
import { getReportSharing, setReportSharing } from '@/lib/reports/sharing/report-sharing';

export const GET = endpoint(getReportSharingContract, getReportSharing);
export const PUT = endpoint(setReportSharingContract, setReportSharing);
