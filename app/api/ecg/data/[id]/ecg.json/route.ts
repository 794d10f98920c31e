import { exportJsonContract } from '@/lib/ecg/export-contracts';
import { exportJson } from '@/lib/ecg/report/export-json';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(exportJsonContract, exportJson);
