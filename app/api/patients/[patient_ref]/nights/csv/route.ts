import { endpoint } from '@/lib/http/endpoint';
import { exportNightsContract } from '@/lib/therapy/contracts';
import { exportNights } from '@/lib/therapy/export-nights';

export const GET = endpoint(exportNightsContract, exportNights);
