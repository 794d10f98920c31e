import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { putJson } from '@/lib/client/api';
import type { Night } from '@/lib/therapy/contracts';
import type { PlannedExclusion } from './exclude-button';
import classes from './exclusion.module.css';

/** What is excluded most often; anything else is typed. */
const REASONS = ['Accidental use', 'Mask test', 'Used by somebody else', 'Device or sensor fault'];

interface FormProps {
  night: Night;
  planned: PlannedExclusion;
  onClose: () => void;
}

function explanationOf({ excluded, session }: PlannedExclusion): string {
  const what = session ? `The session ${session.times}` : 'The whole night';
  return excluded
    ? `${what} stays on the page, struck, and is left out of every figure. The payer's rule of use still counts it. It can be taken back.`
    : `${what} counts again in every figure.`;
}

function ExclusionForm({ night, planned, onClose }: FormProps) {
  const router = useRouter();
  const change = useChange();
  const [reason, setReason] = useState('');
  const { excluded, session } = planned;
  const save = async () => {
    const of = session && { session: { record_id: session.record_id, start: session.start } };
    const body = { excluded, reason, change: night.change, ...of };
    const saved = await change.run(() => putJson<Night>(`/api/nights/${night.id}/exclusion`, body));
    if (!saved) return;
    onClose();
    router.refresh();
  };
  return (
    <DecisionForm
      action={excluded ? 'Exclude' : 'Take back'}
      disabled={!isReason(reason)}
      change={change}
      onSubmit={() => void save()}
      onReload={async () => router.refresh()}
      onClose={onClose}
    >
      <div>{explanationOf(planned)}</div>
      {excluded && (
        <fieldset className={classes.reasons}>
          <legend>Frequent reasons</legend>
          {REASONS.map((text) => (
            <Button key={text} size="compact-sm" aria-pressed={reason === text} onClick={() => setReason(text)}>
              {text}
            </Button>
          ))}
        </fieldset>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </DecisionForm>
  );
}

interface ExclusionDialogProps extends Omit<FormProps, 'planned'> {
  planned: PlannedExclusion | null;
}

/** The dialog in which a session or night is taken out of the figures, or back into them. */
export function ExclusionDialog({ planned, ...rest }: ExclusionDialogProps) {
  const what = planned?.session ? 'session' : 'night';
  const title = planned?.excluded ? `Exclude the ${what}` : `Take the ${what} back`;
  return (
    <DecisionDialog opened={planned !== null} title={title} onClose={rest.onClose}>
      {planned && <ExclusionForm planned={planned} {...rest} />}
    </DecisionDialog>
  );
}
