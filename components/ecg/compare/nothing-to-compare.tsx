'use client';

import { NativeSelect } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { StatePanel } from '@/components/ui/state-panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { formatDateTime } from '@/lib/client/format-time';
import type { EcgComparison } from '@/lib/ecg/comparison-contracts';
import toolbar from '../toolbar/ecg-toolbar.module.css';
import { CompareLinks } from './compare-toolbar';

function whyNot({ with: against, baseline, recording }: EcgComparison): { title: string; text: string } {
  if (against !== 'baseline')
    return { title: 'No earlier ECG', text: 'This patient has no stored ECG from before this one.' };
  if (baseline === null)
    return {
      title: 'No baseline chosen',
      text: 'Choose an ECG to compare with; it can be made the baseline on that page.',
    };
  if (baseline.record_id === recording.id)
    return { title: 'This ECG is the baseline', text: 'Other ECGs of this patient are compared with it.' };
  return {
    title: 'The baseline is not there any more',
    text: 'It was deleted, or belongs to another patient now. Choose another ECG to compare with.',
  };
}

/** In place of a comparison that has one side only: why, and the patient's other ECGs. */
export function NothingToCompare({ comparison, timeZone }: { comparison: EcgComparison; timeZone: string }) {
  const router = useRouter();
  const { id } = comparison.recording;
  const others = comparison.choices.filter((choice) => choice.id !== id);
  const { title, text } = whyNot(comparison);
  useShortcuts({
    c: () => router.push(`/ecg/${id}/compare`),
    'Shift+b': () => router.push(`/ecg/${id}/compare?with=baseline`),
  });
  return (
    <>
      <div className={toolbar.toolbar} role="toolbar" aria-label="Comparison tools">
        <CompareLinks recordId={id} current={comparison.with} />
      </div>
      <StatePanel
        wholePage
        kind="first"
        title={title}
        actions={
          others.length > 0 && (
            <NativeSelect
              aria-label="Compare with"
              value=""
              data={[
                { value: '', label: 'Compare with…' },
                ...others.map((choice) => ({
                  value: choice.id,
                  label: formatDateTime(choice.recording_date, timeZone),
                })),
              ]}
              onChange={({ currentTarget: { value } }) => value && router.push(`/ecg/${id}/compare?with=${value}`)}
            />
          )
        }
      >
        {text}
      </StatePanel>
    </>
  );
}
