'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { putJson } from '@/lib/client/api';
import type { ChosenBaseline } from '@/lib/ecg/comparison-contracts';
import classes from './compare.module.css';

interface BaselineActionProps {
  patientRef: string;
  /** Of the patient, as the page read it. */
  revision: number;
  recordId: string;
}

/** Makes an ECG the one that others of the patient are compared with. */
export function BaselineAction({ patientRef, revision, recordId }: BaselineActionProps) {
  const router = useRouter();
  const { busy, error, run } = useChange();
  const choose = async () => {
    const path = `/api/patients/${encodeURIComponent(patientRef)}/baseline-ecg`;
    const chosen = await run(() => putJson<ChosenBaseline>(path, { revision, record_id: recordId }));
    if (chosen) router.refresh();
  };
  return (
    <>
      <Button size="compact-xs" loading={busy} onClick={() => void choose()}>
        Make baseline
      </Button>
      {error && (
        <span role="alert" className={classes.failed}>
          Not changed. {changeErrorText(error)}
        </span>
      )}
    </>
  );
}
