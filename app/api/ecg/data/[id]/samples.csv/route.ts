import { exportSamplesContract } from '@/lib/ecg/export-contracts';
import { exportSamples } from '@/lib/ecg/report/export-samples';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(exportSamplesContract, exportSamples);
