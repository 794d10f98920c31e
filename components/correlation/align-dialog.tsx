import { Button, NumberInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { putJson } from '@/lib/client/api';
import type { ClockChange, ClockOffsets } from '@/lib/correlation/clock-contracts';
import { clockText, levelOf, levelText } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import classes from './correlation.module.css';
import { estimateClock, estimateText, pulseRecord } from './estimate-clock';

interface FormProps {
  night: Night;
  records: readonly Recording[];
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
  const save = async (alignment: ClockChange['alignment'], reason: string) => {
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

/** An estimate on request: what it came to, or why there is none. */
function useEstimate({ records, ecg }: FormProps, onFound: (offset_s: number, uncertainty_s: number) => void) {
  const [said, setSaid] = useState<string | null>(null);
  const { busy, error, run } = useChange();
  const pulse = pulseRecord(records);
  const start = async () => {
    const estimate = pulse && (await run(() => estimateClock(ecg, pulse)));
    if (!estimate) return;
    setSaid(estimateText(estimate));
    if (estimate.ok) onFound(estimate.offset_ms / 1000, estimate.uncertainty_ms / 1000);
  };
  return { possible: pulse !== null, busy, said, failed: error?.message ?? null, start };
}

function Estimate({ estimate }: { estimate: ReturnType<typeof useEstimate> }) {
  if (!estimate.possible) return <div className={classes.dim}>No estimate: no pulse was recorded in this night.</div>;
  return (
    <div className={classes.estimate}>
      <Button loading={estimate.busy} onClick={() => void estimate.start()}>
        Estimate from pulse
      </Button>
      <span role="status">{estimate.said}</span>
      <FormError text={estimate.failed} />
    </div>
  );
}

interface Fields {
  offset: string | number;
  uncertainty: string | number;
  /** Whether both are those of an estimate, unchanged. */
  estimated: boolean;
}

function firstFields({ clock, alignment_revision }: NightEcg): Fields {
  const known = alignment_revision > 0;
  return {
    offset: known ? clock.offset_ms / 1000 : '',
    uncertainty: clock.uncertainty_ms === null ? '' : clock.uncertainty_ms / 1000,
    estimated: clock.method === 'estimated' && clock.uncertainty_ms !== null,
  };
}

function ClockFields({ fields, onChange }: { fields: Fields; onChange: (fields: Fields) => void }) {
  const by = { decimalScale: 3, max: DAY_S };
  // a field that shows what it showed before has not been changed by anybody
  const change = (name: 'offset' | 'uncertainty') => (value: string | number) =>
    String(value) !== String(fields[name]) && onChange({ ...fields, [name]: value, estimated: false });
  return (
    <>
      <NumberInput
        label="Offset, s"
        description="What is to be added to the ECG’s time to have the therapy device’s."
        required
        min={-DAY_S}
        {...by}
        value={fields.offset}
        onChange={change('offset')}
      />
      <NumberInput
        label="Uncertainty, ± s"
        description="Empty where it is not known."
        min={0}
        {...by}
        value={fields.uncertainty}
        onChange={change('uncertainty')}
      />
      <div className={classes.dim}>{levelText(levelOf(inMs(fields.uncertainty)))}</div>
    </>
  );
}

function AlignForm(props: FormProps) {
  const { ecg, onClose } = props;
  const [fields, setFields] = useState(() => firstFields(ecg));
  const [reason, setReason] = useState('');
  const { change, save, reload } = useAlignment(props);
  const estimate = useEstimate(props, (offset, uncertainty) => setFields({ offset, uncertainty, estimated: true }));
  const [offset_ms, uncertainty_ms] = [inMs(fields.offset), inMs(fields.uncertainty)];
  const method = fields.estimated ? ('estimated' as const) : ('manual' as const);
  return (
    <DecisionForm
      action="Align"
      disabled={offset_ms === null || !isReason(reason)}
      change={change}
      onSubmit={() => offset_ms !== null && void save({ offset_ms, uncertainty_ms, method }, reason)}
      onReload={reload}
      onClose={onClose}
    >
      <div>
        Now: {clockText(ecg.clock)}. The offset moves the ECG on the night’s axis and links the patient’s ECGs of these
        two devices again; the recordings themselves stay as they were sent.
      </div>
      <Estimate estimate={estimate} />
      <ClockFields fields={fields} onChange={setFields} />
      <ReasonField value={reason} onChange={setReason} />
      {ecg.alignment_revision > 0 && (
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
