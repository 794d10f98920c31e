'use client';

import { useRouter } from 'next/navigation';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Patient } from '@/lib/patients/contracts';

/** On the overview `e` opens the newest ECG and `n` the newest night; shows nothing. */
export function OverviewKeys({ last_ecg_id, last_night_id }: Pick<Patient, 'last_ecg_id' | 'last_night_id'>) {
  const router = useRouter();
  useShortcuts({
    e: () => last_ecg_id && router.push(`/ecg/${last_ecg_id}`),
    n: () => last_night_id && router.push(`/therapy/${last_night_id}`),
  });
  return null;
}
