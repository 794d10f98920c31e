import { createKeyContract, listKeysContract } from '@/lib/devices/contracts';
import { createKey } from '@/lib/devices/create-key';
import { listKeys } from '@/lib/devices/list-keys';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(listKeysContract, listKeys);
export const POST = endpoint(createKeyContract, createKey);
