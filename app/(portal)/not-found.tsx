import type { Metadata } from 'next';
import { DeniedPanel } from '@/components/ui/state-panel';

export const metadata: Metadata = { title: 'Not available' };

/** One answer for what does not exist and for what is not yours, within the portal: its footer and its way back stay. */
export default function PortalNotFound() {
  return <DeniedPanel wholePage />;
}
