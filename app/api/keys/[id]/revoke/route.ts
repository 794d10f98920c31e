import { revokeKeyContract } from '@/lib/devices/contracts';
import { revokeKey } from '@/lib/devices/revoke-key';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(revokeKeyContract, revokeKey);
