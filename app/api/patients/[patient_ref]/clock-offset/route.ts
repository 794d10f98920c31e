import { alignClocks } from '@/lib/correlation/align-clocks';
import { alignClocksContract, listClockOffsetsContract } from '@/lib/correlation/clock-contracts';
import { listClockOffsets } from '@/lib/correlation/list-clock-offsets';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(listClockOffsetsContract, listClockOffsets);
export const PUT = endpoint(alignClocksContract, alignClocks);
