import { getDeviceHealthContract } from '@/lib/devices/device-contracts';
import { getDeviceHealth } from '@/lib/devices/registry/get-device-health';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(getDeviceHealthContract, getDeviceHealth);
