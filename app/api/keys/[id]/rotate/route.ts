import { rotateKeyContract } from '@/lib/devices/contracts';
import { rotateKey } from '@/lib/devices/rotate-key';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(rotateKeyContract, rotateKey);
