import type { ReactNode } from 'react';
import { deviceText } from '@/components/ecg/recording-text';
import { Measure } from '@/components/ui/measure';
import { formatDateTime } from '@/lib/client/format-time';
import { formatDuration, formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import type { Recording, TherapySummary } from '@/lib/recordings/contracts';
import classes from './detail.module.css';

const DEVICE = { kind: 'device' } as const;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const oneDecimal = (value: number | undefined) => (value === undefined ? null : value.toFixed(1));

function TherapyFacts({ therapy }: { therapy: TherapySummary }) {
  const { summary, sessions } = therapy;
  const usage = summary.usage_minutes;
  return (
    <>
      <Fact label="Sessions">{sessions.length}</Fact>
      <Fact label="Usage">
        <Measure
          value={usage === undefined ? null : (usage / 60).toFixed(1)}
          unit="h"
          missing="not sent"
          source={DEVICE}
        />
      </Fact>
      <Fact label="AHI">
        <Measure value={oneDecimal(summary.ahi)} unit="/h" missing="not sent" source={DEVICE} />
      </Fact>
      <Fact label="Leak P95">
        <Measure
          value={summary.leak_p95_l_min === undefined ? null : formatWhole(summary.leak_p95_l_min)}
          unit={`L/min ${therapy.leak_type ?? 'kind not stated'}`}
          missing="not sent"
          source={DEVICE}
        />
      </Fact>
      <Fact label="Pressure P95">
        <Measure value={oneDecimal(summary.pressure_p95_cmh2o)} unit="cmH₂O" missing="not sent" source={DEVICE} />
      </Fact>
    </>
  );
}

function EcgFacts({ record }: { record: Recording }) {
  const { heart_rate_bpm = null, qtc_ms = null, qtc_formula = null } = record.measurements ?? {};
  return (
    <>
      <Fact label="HR">
        <Measure value={formatWhole(heart_rate_bpm)} unit="bpm" missing="not sent" source={DEVICE} />
      </Fact>
      <Fact label="QTc">
        <Measure
          value={formatWhole(qtc_ms)}
          unit={`ms, ${qtcFormulaText(qtc_formula)}`}
          missing="not sent"
          source={DEVICE}
        />
      </Fact>
      <Fact label="Device statement, unconfirmed">
        {record.statements.length > 0 ? record.statements.join('. ') : 'none sent'}
      </Fact>
    </>
  );
}

/** What was sent of the recording itself, every value as its device sent it. */
export function HeldFacts({ record, timeZone }: { record: Recording; timeZone: string }) {
  return (
    <dl className={classes.facts}>
      <Fact label="Recorded">{formatDateTime(record.recording_date, timeZone, true)}</Fact>
      <Fact label="Time as the device said it">{record.device_time}</Fact>
      <Fact label="Received">{formatDateTime(record.received_at, timeZone)}</Fact>
      <Fact label="Device">{deviceText(record)}</Fact>
      <Fact label="Site">{record.site ?? 'not sent'}</Fact>
      <Fact label="Length">{formatDuration(record.duration_ms)}</Fact>
      <Fact label="Order">{record.order?.accession_number ?? 'not sent'}</Fact>
      <Fact label="Operator">{record.operator ?? 'not sent'}</Fact>
      {record.therapy ? <TherapyFacts therapy={record.therapy} /> : <EcgFacts record={record} />}
    </dl>
  );
}
