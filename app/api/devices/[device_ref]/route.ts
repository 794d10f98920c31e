import { getDeviceContract, updateDeviceContract } from '@/lib/devices/device-contracts';
import { getDevice } from '@/lib/devices/registry/get-device';
import { updateDevice } from '@/lib/devices/registry/update-device';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getDeviceContract, getDevice);
export const PUT = endpoint(updateDeviceContract, updateDevice);
