import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { FLAG_WORDS } from '@/components/patients/flag-words';
import { formatSex } from '@/lib/client/format-person';
import { FLAG_NAMES, FLAG_VALUES, type FlagName, SEXES } from '@/lib/patients/contracts';
import classes from './edit-patient.module.css';
import { type EditFields, type FlagFields, NIGHT_BOUNDARIES } from './edit-state';

interface EditFieldsetProps {
  fields: EditFields;
  /** Why a field cannot be saved, by its name. */
  faults: Record<string, string>;
  onChange: (fields: Partial<EditFields>) => void;
}

/** A date as text, year first: a browser's own field would show it the way of its language, day and month turned. */
function DateField({
  label,
  value,
  fault,
  onChange,
}: {
  label: ReactNode;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      label={label}
      placeholder="YYYY-MM-DD"
      value={value}
      error={fault}
      autoComplete="off"
      maxLength={10}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function IdentityFields({ fields, faults, onChange }: EditFieldsetProps) {
  return (
    <fieldset className={classes.group}>
      <legend>Identity</legend>
      <TextInput
        label="Family name"
        value={fields.family_name}
        autoComplete="off"
        maxLength={120}
        onChange={(event) => onChange({ family_name: event.currentTarget.value })}
      />
      <TextInput
        label="Given name"
        value={fields.given_name}
        autoComplete="off"
        maxLength={120}
        onChange={(event) => onChange({ given_name: event.currentTarget.value })}
      />
      <DateField
        label="Birth date"
        value={fields.birth_date}
        fault={faults.birth_date}
        onChange={(birth_date) => onChange({ birth_date })}
      />
      <NativeSelect
        label="Sex"
        data={SEXES.map((sex) => ({ value: sex, label: formatSex(sex) }))}
        value={fields.sex}
        onChange={(event) => onChange({ sex: SEXES.find((sex) => sex === event.currentTarget.value) ?? 'unknown' })}
      />
      <Checkbox
        className={classes.whole}
        label="Identity checked against the hospital's records; uploads no longer change it"
        checked={fields.verified}
        onChange={(event) => onChange({ verified: event.currentTarget.checked })}
      />
    </fieldset>
  );
}

function FlagRow({
  name,
  flag,
  faults,
  onChange,
}: {
  name: FlagName;
  flag: FlagFields;
  faults: Record<string, string>;
  onChange: (flag: FlagFields) => void;
}) {
  const word = FLAG_WORDS[name];
  return (
    <div className={classes.flag}>
      <NativeSelect
        label={word}
        data={[...FLAG_VALUES]}
        value={flag.value}
        onChange={(event) =>
          onChange({ ...flag, value: FLAG_VALUES.find((value) => value === event.currentTarget.value) ?? 'unknown' })
        }
      />
      <DateField
        label={
          <>
            Date<span className={classes.hidden}> of {word}</span>
          </>
        }
        value={flag.date}
        fault={faults[`${name}_date`]}
        onChange={(date) => onChange({ ...flag, date })}
      />
      <TextInput
        label={
          <>
            Source<span className={classes.hidden}> of {word}</span>
          </>
        }
        value={flag.source}
        error={faults[`${name}_source`]}
        autoComplete="off"
        maxLength={200}
        placeholder="Letter, device clinic, patient …"
        onChange={(event) => onChange({ ...flag, source: event.currentTarget.value })}
      />
    </div>
  );
}

function FactFields({ fields, faults, onChange }: EditFieldsetProps) {
  return (
    <fieldset className={classes.group}>
      <legend>Therapy</legend>
      <DateField
        label="Therapy start"
        value={fields.therapy_start}
        fault={faults.therapy_start}
        onChange={(therapy_start) => onChange({ therapy_start })}
      />
      <TextInput
        label="Source of therapy start"
        value={fields.therapy_start_source}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange({ therapy_start_source: event.currentTarget.value })}
      />
      <TextInput
        label="Diagnostic AHI, /h"
        inputMode="decimal"
        value={fields.diagnostic_ahi}
        error={faults.diagnostic_ahi}
        autoComplete="off"
        onChange={(event) => onChange({ diagnostic_ahi: event.currentTarget.value })}
      />
      <DateField
        label="Date of diagnostic AHI"
        value={fields.diagnostic_ahi_date}
        fault={faults.diagnostic_ahi_date}
        onChange={(diagnostic_ahi_date) => onChange({ diagnostic_ahi_date })}
      />
      <TextInput
        className={classes.whole}
        label="Source of diagnostic AHI"
        value={fields.diagnostic_ahi_source}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange({ diagnostic_ahi_source: event.currentTarget.value })}
      />
      <NativeSelect
        className={classes.whole}
        label="A new night begins at"
        description="Device-local time; 12:00 unless the patient sleeps by day. Another hour puts all nights together anew: dates, addresses and figures of nights may change."
        data={NIGHT_BOUNDARIES}
        value={fields.night_boundary}
        onChange={(event) => onChange({ night_boundary: event.currentTarget.value })}
      />
    </fieldset>
  );
}

/** Everything people edit of a patient. */
export function EditFieldset(props: EditFieldsetProps) {
  const { fields, faults, onChange } = props;
  return (
    <>
      <IdentityFields {...props} />
      <fieldset className={classes.group}>
        <legend>Flags: yes, no or unknown</legend>
        {FLAG_NAMES.map((name) => (
          <FlagRow
            key={name}
            name={name}
            flag={fields.flags[name]}
            faults={faults}
            onChange={(flag) => onChange({ flags: { ...fields.flags, [name]: flag } })}
          />
        ))}
      </fieldset>
      <FactFields {...props} />
    </>
  );
}
