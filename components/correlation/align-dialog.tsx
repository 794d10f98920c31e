import { Button, NumberInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { putJson } from '@/lib/client/api';
import type { ClockOffsets } from '@/lib/correlation/clock-contracts';
import { clockText, levelOf, levelText } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Night } from '@/lib/therapy/contracts';
import classes from './correlation.module.css';

interface FormProps {
  night: Night;
  ecg: NightEcg;
  onClose: () => void;
}

const DAY_S = 86_400;

/** What stands in a field of seconds, in ms; null where it is no number. */
const inMs = (seconds: string | number): number | null =>
  seconds === '' || !Number.isFinite(Number(seconds)) ? null : Math.round(Number(seconds) * 1000);

function useAlignment({ night, ecg, onClose }: FormProps) {
  const router = useRouter();
  const change = useChange();
  const save = async (alignment: { offset_ms: number; uncertainty_ms: number | null } | null, reason: string) => {
    const body = {
      night_id: night.id,
      ecg_device_id: ecg.recording.device_id,
      therapy_device_id: ecg.therapy_device_id,
      ...{ alignment, reason, revision: ecg.alignment_revision },
    };
    const address = `/api/patients/${night.patient_ref}/clock-offset`;
    if (!(await change.run(() => putJson<ClockOffsets>(address, body)))) return;
    onClose();
    router.refresh();
  };
  return { change, save, reload: async () => router.refresh() };
}

function AlignForm(props: FormProps) {
  const { ecg, onClose } = props;
  const known = ecg.alignment_revision > 0;
  const [offset, setOffset] = useState<string | number>(known ? ecg.clock.offset_ms / 1000 : '');
  const [uncertainty, setUncertainty] = useState<string | number>(
    ecg.clock.uncertainty_ms === null ? '' : ecg.clock.uncertainty_ms / 1000,
  );
  const [reason, setReason] = useState('');
  const { change, save, reload } = useAlignment(props);
  const [offset_ms, uncertainty_ms] = [inMs(offset), inMs(uncertainty)];
  return (
    <DecisionForm
      action="Align"
      disabled={offset_ms === null || !isReason(reason)}
      change={change}
      onSubmit={() => offset_ms !== null && void save({ offset_ms, uncertainty_ms }, reason)}
      onReload={reload}
      onClose={onClose}
    >
      <div>
        Now: {clockText(ecg.clock)}. The offset moves the ECG on the night’s axis and links the patient’s ECGs of these
        two devices again; the recordings themselves stay as they were sent.
      </div>
      <NumberInput
        label="Offset, s"
        description="What is to be added to the ECG’s time to have the therapy device’s."
        required
        min={-DAY_S}
        max={DAY_S}
        decimalScale={3}
        value={offset}
        onChange={setOffset}
      />
      <NumberInput
        label="Uncertainty, ± s"
        description="Empty where it is not known."
        min={0}
        max={DAY_S}
        decimalScale={3}
        value={uncertainty}
        onChange={setUncertainty}
      />
      <div className={classes.dim}>{levelText(levelOf(uncertainty_ms))}</div>
      <ReasonField value={reason} onChange={setReason} />
      {known && (
        <div>
          <Button disabled={!isReason(reason) || change.busy} onClick={() => void save(null, reason)}>
            Take the alignment back
          </Button>
        </div>
      )}
    </DecisionForm>
  );
}

/** The dialog in which the clock of an ECG is aligned with that of a night. */
export function AlignDialog({ ecg, ...rest }: Omit<FormProps, 'ecg'> & { ecg: NightEcg | null }) {
  return (
    <DecisionDialog opened={ecg !== null} title="Align the ECG’s clock" onClose={rest.onClose}>
      {ecg && <AlignForm ecg={ecg} {...rest} />}
    </DecisionDialog>
  );
}
