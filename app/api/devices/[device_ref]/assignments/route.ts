import { assignDeviceContract } from '@/lib/devices/assignment-contracts';
import { assignDevice } from '@/lib/devices/assignments/assign-device';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(assignDeviceContract, assignDevice);
