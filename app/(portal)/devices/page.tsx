import type { Metadata } from 'next';
import { NoDeviceOpen } from '@/components/devices/detail/no-device-open';

export const metadata: Metadata = { title: 'Devices' };

export default function DevicesPage() {
  return <NoDeviceOpen />;
}
