'use client';

import { TextInput } from '@mantine/core';
import form from '../devices.module.css';

/** The values of two date-and-time fields; `to` is empty while the end is open. */
export interface PeriodInput {
  from: string;
  to: string;
}

interface PeriodFieldsProps {
  period: PeriodInput;
  onPeriod: (period: PeriodInput) => void;
  timeZone: string;
}

/** From and to of an assignment, in the organisation's time. */
export function PeriodFields({ period, onPeriod, timeZone }: PeriodFieldsProps) {
  return (
    <div className={form.pair}>
      <TextInput
        type="datetime-local"
        label="From"
        description={timeZone}
        required
        value={period.from}
        onChange={(event) => onPeriod({ ...period, from: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label="To"
        description="Empty while the patient has it."
        min={period.from}
        value={period.to}
        onChange={(event) => onPeriod({ ...period, to: event.currentTarget.value })}
      />
    </div>
  );
}
