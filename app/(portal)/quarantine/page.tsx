import type { Metadata } from 'next';
import { NothingOpen } from '@/components/quarantine/quarantine-view';

export const metadata: Metadata = { title: 'Quarantine' };

export default function QuarantinePage() {
  return <NothingOpen />;
}
