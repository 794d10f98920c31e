import type { Metadata } from 'next';
import { PhraseEditor } from '@/components/settings/phrases/phrase-editor';
import { getPhrases } from '@/lib/ecg/reading/get-phrases';
import { portalContextFor } from '@/lib/http/next/portal-context';

export const metadata: Metadata = { title: 'Phrases of readings' };

export default async function PhrasesPage() {
  const { services, actor } = await portalContextFor('organization:write');
  return <PhraseEditor initial={await getPhrases(services, actor)} />;
}
