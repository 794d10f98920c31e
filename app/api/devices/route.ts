import { listDevicesContract, registerDeviceContract } from '@/lib/devices/device-contracts';
import { listDevices } from '@/lib/devices/registry/list-devices';
import { registerDevice } from '@/lib/devices/registry/register-device';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(listDevicesContract, listDevices);
export const POST = endpoint(registerDeviceContract, registerDevice);
