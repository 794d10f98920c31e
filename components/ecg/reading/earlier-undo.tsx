'use client';

import Link from 'next/link';
import { useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { patchJson } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';
import { READING_WORDS } from '../reading-chip';
import { endLastStep, type LastStep, useLastStep } from './last-step';
import classes from './reading.module.css';
import { UndoBar } from './undo-bar';

function Offer({ step, onTakenBack }: { step: LastStep; onTakenBack: () => void }) {
  const change = useChange();
  const { id, version, revision, state, until } = step;
  const undo = async () => {
    const body = { action: 'undo', version, revision };
    const before = await change.run(() => patchJson<Recording>(`/api/ecg/data/${id}/reading`, body));
    if (!before) return;
    onTakenBack();
    endLastStep('taken_back');
  };
  useShortcuts({ u: () => void undo() });
  return (
    <>
      <UndoBar
        word={`The ECG before is ${READING_WORDS[state].toLowerCase()}`}
        until={until}
        busy={change.busy}
        onUndo={() => void undo()}
        onOver={() => endLastStep('over')}
      />
      <FormError text={change.error && changeErrorText(change.error)} />
    </>
  );
}

/** What was just done of the ECG before, on the page opened after it: it can be taken back from here for its minute. */
export function EarlierUndo({ recordId }: { recordId: string }) {
  const step = useLastStep();
  const [takenBack, setTakenBack] = useState<string | null>(null);
  if (step && step.id !== recordId)
    return <Offer key={step.id} step={step} onTakenBack={() => setTakenBack(step.id)} />;
  if (takenBack === null) return null;
  return (
    <div role="status" className={classes.by}>
      Taken back.{' '}
      <Link href={`/ecg/${takenBack}`} prefetch={false}>
        Open the ECG before
      </Link>
    </div>
  );
}
