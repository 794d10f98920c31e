import { endpoint } from '@/lib/http/endpoint';
import { attachReport } from '@/lib/ingest/report/attach-report';
import { attachReportContract } from '@/lib/ingest/report/contracts';

export const PUT = endpoint(attachReportContract, attachReport);
