import type { Metadata } from 'next';
import { ComputedValuesCard } from '@/components/settings/computed/computed-values-card';
import { getComputedValues } from '@/lib/computed-values/get-computed-values';
import { portalContextFor } from '@/lib/http/next/portal-context';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';

export const metadata: Metadata = { title: 'Computed values' };

export default async function ComputedValuesPage() {
  const { services, actor, user, organization } = await portalContextFor('organization:write');
  return (
    <ComputedValuesCard
      initial={await getComputedValues(services, actor)}
      algorithm={ECG_ALGORITHM}
      userName={user.name}
      timeZone={organization.time_zone}
    />
  );
}
