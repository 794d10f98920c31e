import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import card from '@/components/ui/card.module.css';
import { useHydrated } from '@/components/ui/use-hydrated';
import { postJson } from '@/lib/client/api';
import { dateOfDay, dayNumber } from '@/lib/patients/domain/timeline';
import type { JointReport, NewReport } from '@/lib/reports/contracts';
import classes from './reports.module.css';

const SPANS = [30, 90, 365];

/** So many nights up to the last one that is over. */
function lastNights(today: string, count: number): NewReport {
  const last = dayNumber(today) - 1;
  return { from: dateOfDay(last - count + 1), to: dateOfDay(last) };
}

interface MakeReportProps {
  patientRef: string;
  /** Today's date in the organisation's zone. */
  today: string;
  onMade: (report: JointReport) => void;
}

/** Chooses the dates of a report and makes it. */
export function MakeReport({ patientRef, today, onMade }: MakeReportProps) {
  const [range, setRange] = useState(() => lastNights(today, 90));
  const { busy, error, run } = useChange();
  const hydrated = useHydrated();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run(() => postJson<JointReport>(`/api/patients/${patientRef}/reports`, range));
    if (made) onMade(made);
  };
  return (
    <section className={card.card} aria-label="New report">
      <header className={card.header}>
        <h2 className={card.title}>New report</h2>
        {SPANS.map((count) => (
          <Button key={count} size="xs" onClick={() => setRange(lastNights(today, count))}>
            {count} nights
          </Button>
        ))}
      </header>
      <form className={classes.form} method="post" onSubmit={(event) => void submit(event)}>
        {(['from', 'to'] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            size="xs"
            required
            label={name === 'from' ? 'First date' : 'Last date'}
            max={today}
            value={range[name]}
            onChange={(event) => setRange({ ...range, [name]: event.currentTarget.value })}
          />
        ))}
        <Button type="submit" variant="filled" loading={busy} disabled={!hydrated}>
          Make report
        </Button>
        <FormError text={error && changeErrorText(error)} />
      </form>
      <p className={classes.note}>
        One A4 page: adherence, AHI, leak, settings changes and ECG findings of these dates. It is kept as it is made;
        what changes later goes into the next one.
      </p>
    </section>
  );
}
