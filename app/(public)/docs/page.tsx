import type { Metadata } from 'next';
import { ALL_CONTRACTS } from '@/lib/http/all-contracts';
import { ApiReference } from './api-reference';

export const metadata: Metadata = { title: 'API' };

export default function DocsPage() {
  return <ApiReference contracts={ALL_CONTRACTS} />;
}
